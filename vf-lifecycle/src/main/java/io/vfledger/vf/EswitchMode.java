package io.vfledger.vf;

/**
 * How a PF's embedded switch forwards, as devlink names it.
 *
 * @param value like {@code legacy} or {@code switchdev}; later kernels may have more
 */
public record EswitchMode(String value) {
    /** By address and VLAN, as the PF's driver sets them for each VF. */
    public static final EswitchMode LEGACY = new EswitchMode("legacy");

    /** By rules on representors: a VF's administrative attributes are not the PF's to set. */
    public static final EswitchMode SWITCHDEV = new EswitchMode("switchdev");

    public EswitchMode {
        Require.printable("eswitch mode", value, 32);
    }

    /** Whether VFs of such a PF can be given. */
    public boolean offersVfs() {
        return equals(LEGACY);
    }

    @Override
    public String toString() {
        return value;
    }
}
