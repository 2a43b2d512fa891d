package io.vfledger.inventory.projection;

import io.vfledger.vf.PciAddress;
import java.util.Optional;

/**
 * A PF as its node last reported it.
 *
 * @param pci its address
 * @param netdev its interface on the host; empty where it is elsewhere
 * @param model what it is
 * @param numaNode -1 where the machine tells none
 * @param totalVfs how many VFs it can have
 * @param configuredVfs how many it has
 * @param link how it is connected
 * @param hostUse why the host itself uses it; empty where it does not
 * @param eswitchMode how its embedded switch forwards; empty where the driver tells none
 */
public record Pf(
        PciAddress pci,
        String netdev,
        Model model,
        int numaNode,
        int totalVfs,
        int configuredVfs,
        Link link,
        Optional<String> hostUse,
        Optional<String> eswitchMode) {
    /**
     * What the card is.
     *
     * @param driver kernel driver
     * @param firmwareVersion empty where the driver tells none
     * @param vendorId four hex digits
     * @param deviceId four hex digits
     * @param vendorName empty where the node has no pci.ids
     * @param deviceName empty where the node has no pci.ids
     */
    public record Model(
            String driver,
            String firmwareVersion,
            String vendorId,
            String deviceId,
            String vendorName,
            String deviceName) {}

    /**
     * How it is connected.
     *
     * @param mac address of its netdev
     * @param mtu bytes
     * @param carrier it has link
     * @param operState operstate of RFC 2863
     * @param speedMbps Mbit/s; empty where the driver tells none
     */
    public record Link(String mac, int mtu, boolean carrier, String operState, Optional<Integer> speedMbps) {}
}
