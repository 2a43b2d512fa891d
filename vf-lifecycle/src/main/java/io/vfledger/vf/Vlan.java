package io.vfledger.vf;

/**
 * A VLAN id as the kernel takes it for a VF; 0 means untagged. (A network configuration may ask for 0 to 4094 only.)
 *
 * @param id 0 to 4095
 */
public record Vlan(int id) {
    /** No tagging by the PF. */
    public static final Vlan UNTAGGED = new Vlan(0);

    public Vlan {
        Require.inRange("VLAN id", id, 0, 4095);
    }

    @Override
    public String toString() {
        return Integer.toString(id);
    }
}
