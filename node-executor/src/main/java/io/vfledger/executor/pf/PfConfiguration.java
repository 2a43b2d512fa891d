package io.vfledger.executor.pf;

import io.vfledger.executor.binding.VfDriver;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.Vlan;
import java.util.Optional;

/**
 * How a PF shall be; what is empty stays as it is.
 *
 * @param pf its address
 * @param vfCount {@code sriov_numvfs}, 0 to 65535
 * @param mtu of its interface, bytes, 68 to 65535
 * @param driver of all of its VFs
 * @param autoprobe whether the kernel binds new VFs to drivers
 * @param defaults set on every VF, and part of what clean is; no address, which one VF alone can have
 * @param consent what may be done to those who use it
 */
public record PfConfiguration(
        PciAddress pf,
        Optional<Integer> vfCount,
        Optional<Integer> mtu,
        Optional<VfDriver> driver,
        Optional<Boolean> autoprobe,
        VfSettings defaults,
        Consent consent) {
    private static final int MOST_VFS = 65_535;
    private static final int MIN_MTU = 68;
    private static final int MAX_MTU = 65_535;
    private static final int MAX_VLAN = 4094;

    public PfConfiguration {
        check("number of VFs", vfCount, 0, MOST_VFS);
        check("MTU", mtu, MIN_MTU, MAX_MTU);
        check("VLAN of all VFs", defaults.vlan().map(Vlan::id), 0, MAX_VLAN);
        boolean partOfTag =
                defaults.vlanQos().isPresent() || defaults.vlanProto().isPresent();
        if (partOfTag && defaults.vlan().isEmpty()) {
            throw new IllegalArgumentException("a VLAN priority or protocol for all VFs needs their VLAN as well");
        }
        if (defaults.mac().isPresent()) {
            throw new IllegalArgumentException("MAC address " + defaults.mac().get()
                    + " cannot be a default: every VF would get the same; give it to one network's configuration");
        }
        if (autoprobe.equals(Optional.of(false)) && driver.equals(Optional.of(VfDriver.DEFAULT))) {
            throw new IllegalArgumentException("drivers_autoprobe false leaves VFs unbound, so their driver cannot be "
                    + "'default' as well: name the driver, or leave one of the two out");
        }
    }

    /**
     * Whom a change may hurt.
     *
     * @param inUse VFs may be taken from pods
     * @param hostUse the host may lose the PF's link for a moment
     */
    public record Consent(boolean inUse, boolean hostUse) {
        public static final Consent NONE = new Consent(false, false);
    }

    private static void check(String what, Optional<Integer> value, int least, int most) {
        if (value.isPresent() && (value.get() < least || value.get() > most)) {
            throw new IllegalArgumentException(
                    what + " " + value.get() + " is out of range: allowed are " + least + " to " + most);
        }
    }
}
