package io.vfledger.netlink.devlink;

/**
 * A device as devlink names it.
 *
 * @param bus like {@code pci}
 * @param name on that bus, like {@code 0000:65:00.0}
 */
public record DevlinkDevice(String bus, String name) {
    private static final String PCI = "pci";

    /**
     * A PCI function.
     *
     * @param address as sysfs writes it
     */
    public static DevlinkDevice ofPci(String address) {
        return new DevlinkDevice(PCI, address);
    }

    @Override
    public String toString() {
        return bus + "/" + name;
    }
}
