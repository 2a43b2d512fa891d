package io.vfledger.vf;

import java.util.Optional;

/**
 * What a node reports about one PF.
 *
 * @param pci its address
 * @param netdev its interface on the host; empty when it is not there (bound to vfio, or moved into a namespace)
 * @param hardware what it is
 * @param driver what drives it
 * @param link its interface's state
 * @param configuredVfs {@code sriov_numvfs}, 0 to 65535
 * @param hostUse why the host itself uses it (address, route, master)
 * @param eswitch how its switch forwards; empty where the driver tells none
 */
public record PfInfo(
        PciAddress pci,
        Optional<InterfaceName> netdev,
        Hardware hardware,
        Driver driver,
        Link link,
        int configuredVfs,
        Optional<String> hostUse,
        Optional<EswitchMode> eswitch) {
    private static final int MAX_VFS = 65_535;

    public PfInfo {
        Require.inRange("configured VFs of a PF", configuredVfs, 0, MAX_VFS);
        hostUse.ifPresent(text -> Require.printable("host use", text, 256));
    }

    /**
     * What the card is.
     *
     * @param vendor PCI vendor id
     * @param device PCI device id
     * @param vendorName from the node's pci.ids; empty where there is none
     * @param deviceName from the node's pci.ids; empty where there is none
     * @param numaNode the NUMA node it is near to; -1 when the machine does not tell
     * @param totalVfs {@code sriov_totalvfs}, 0 to 65535
     */
    public record Hardware(
            PciId vendor, PciId device, String vendorName, String deviceName, int numaNode, int totalVfs) {
        public Hardware {
            Require.inRange("NUMA node", numaNode, -1, Integer.MAX_VALUE);
            Require.inRange("total VFs of a PF", totalVfs, 0, MAX_VFS);
        }
    }

    /**
     * What drives the card.
     *
     * @param name kernel driver; empty when unbound
     * @param version as the driver reports; empty where it reports none
     * @param firmware version as the driver reports; empty where it reports none
     */
    public record Driver(String name, String version, String firmware) {}

    /**
     * How the PF's interface is.
     *
     * @param mac its address; empty when there is no interface in sight
     * @param mtu in bytes; 0 when there is no interface in sight
     * @param carrier whether it has link
     * @param operState of RFC 2863, like {@code up}
     * @param speedMbps in Mbit/s; empty where the driver tells none
     */
    public record Link(
            Optional<MacAddress> mac, int mtu, boolean carrier, String operState, Optional<Integer> speedMbps) {}
}
