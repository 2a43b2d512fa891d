package io.vfledger.executor.kernel;

import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfIndex;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the parts of the simulated NICs are called. PF {@code n} is {@code ffff:0n:00.0}, a domain that no real bus has.
 *
 * @param number of the PF, 0 to 9
 */
record SimulatedNic(int number) {
    static final int MOST_PFS = 10;
    static final int MOST_VFS = 64;

    private static final Pattern PF_ADDRESS = Pattern.compile("ffff:0(\\d):00\\.0");
    private static final Pattern VF_ADDRESS = Pattern.compile("ffff:0(\\d):([01][0-9a-f])\\.([0-7])");
    private static final int FIRST_DEVICE = 0x10;
    private static final int FUNCTIONS = 8;

    SimulatedNic {
        if (number < 0 || number >= MOST_PFS) {
            throw new IllegalArgumentException(
                    "simulated PF " + number + " is out of range: allowed are 0 to " + (MOST_PFS - 1));
        }
    }

    /** A simulated VF. */
    record Vf(SimulatedNic nic, VfIndex index) {
        /** The interface that goes to pods. */
        String netdev() {
            return nic.netdev() + "v" + index.value();
        }

        /** Its other end, which stays with the PF's bridges. */
        String hostEnd() {
            return nic.netdev() + "h" + index.value();
        }
    }

    PciAddress pci() {
        return new PciAddress("ffff:0%d:00.0".formatted(number));
    }

    PciAddress pci(VfIndex vf) {
        int device = FIRST_DEVICE + vf.value() / FUNCTIONS;
        return new PciAddress("ffff:0%d:%02x.%d".formatted(number, device, vf.value() % FUNCTIONS));
    }

    /** The PF's interface. */
    String netdev() {
        return "simpf" + number;
    }

    /** The other end of the PF's interface, a port among the untagged VFs. */
    String hostEnd() {
        return netdev() + "h";
    }

    /** The bridge that joins the VFs on one VLAN; the PF is on VLAN 0. */
    String bridge(int vlan) {
        return netdev() + "." + vlan;
    }

    static Optional<SimulatedNic> pf(PciAddress pci) {
        Matcher matcher = PF_ADDRESS.matcher(pci.value());
        return matcher.matches() ? Optional.of(new SimulatedNic(Integer.parseInt(matcher.group(1)))) : Optional.empty();
    }

    static Optional<Vf> vf(PciAddress pci) {
        Matcher matcher = VF_ADDRESS.matcher(pci.value());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int device = Integer.parseInt(matcher.group(2), 16) - FIRST_DEVICE;
        if (device < 0) {
            return Optional.empty();
        }
        int index = device * FUNCTIONS + Integer.parseInt(matcher.group(3));
        return Optional.of(new Vf(new SimulatedNic(Integer.parseInt(matcher.group(1))), new VfIndex(index)));
    }
}
