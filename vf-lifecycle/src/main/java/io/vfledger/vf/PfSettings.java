package io.vfledger.vf;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a PF shall be; what is empty stays as it is.
 *
 * @param numVfs {@code sriov_numvfs}, 0 to 65535
 * @param mtu of its interface in bytes, 68 to 65535
 * @param vfDriver of all its VFs: {@code default} (the kernel's choice) or a driver's name
 * @param driversAutoprobe {@code sriov_drivers_autoprobe}: whether the kernel binds new VFs
 * @param vfDefaults set on every VF, and part of what clean is; no address, which one VF alone can have, and neither
 *     promisc nor allmulti, which belong to a VF in a pod
 * @param allowHostUse do it though the node itself uses the PF
 */
public record PfSettings(
        Optional<Integer> numVfs,
        Optional<Integer> mtu,
        Optional<String> vfDriver,
        Optional<Boolean> driversAutoprobe,
        VfSettings vfDefaults,
        boolean allowHostUse) {
    /** The most VFs that a PF can have. */
    public static final int MAX_VFS = 65_535;

    private static final Pattern DRIVER = Pattern.compile("[A-Za-z0-9_-]*");

    public PfSettings {
        Limits.check("number of VFs", numVfs, 0, MAX_VFS);
        Limits.check("MTU", mtu, Limits.MIN_MTU, Limits.MAX_MTU);
        vfDriver.ifPresent(name -> {
            Require.printable("driver of VFs", name, 64);
            Require.matches("driver of VFs", name, DRIVER, 64, "letters, digits, '_' and '-'");
        });
        if (vfDefaults.mac().isPresent()) {
            throw new IllegalArgumentException("MAC address "
                    + vfDefaults.mac().get()
                    + " cannot be a default: every VF would get the same; give it to one network's configuration");
        }
        if (vfDefaults.promisc().isPresent() || vfDefaults.allmulti().isPresent()) {
            throw new IllegalArgumentException(
                    "promisc and allmulti cannot be defaults of all VFs: they belong to a VF in a pod");
        }
        if (vfDefaults.vlan().isEmpty()
                && (vfDefaults.vlanQos().isPresent() || vfDefaults.vlanProto().isPresent())) {
            throw new IllegalArgumentException("a VLAN priority or protocol for all VFs needs their VLAN as well");
        }
        if (driversAutoprobe.equals(Optional.of(false)) && vfDriver.equals(Optional.of("default"))) {
            throw new IllegalArgumentException("drivers_autoprobe false leaves VFs unbound, so their driver cannot be"
                    + " 'default' as well: name the driver, or leave one of the two out");
        }
    }

    /** Whether the number of VFs asked for is another one than that. */
    public boolean renews(int configuredVfs) {
        return numVfs.filter(count -> count != configuredVfs).isPresent();
    }

    /** Whether that PF is otherwise than asked, as far as a node tells it of a PF. */
    public boolean differsFrom(PfInfo pf) {
        return renews(pf.configuredVfs())
                || mtu.filter(bytes -> bytes != pf.link().mtu()).isPresent();
    }

    /** Whether something is asked that a node does not tell of a PF: whether it is so is known by an outcome alone. */
    public boolean asksForUntold() {
        return vfDriver.isPresent() || driversAutoprobe.isPresent() || !vfDefaults.equals(VfSettings.NONE);
    }
}
