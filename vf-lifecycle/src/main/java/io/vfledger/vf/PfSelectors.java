package io.vfledger.vf;

import java.util.List;

/**
 * Which PFs are meant: a PF must fit each list that is not empty; within a list any one is enough.
 *
 * @param vendors PCI vendor ids
 * @param devices PCI device ids
 * @param drivers names of drivers that the PF is bound to
 * @param names of interfaces
 * @param pciAddresses addresses of the PFs
 */
public record PfSelectors(
        List<PciId> vendors,
        List<PciId> devices,
        List<String> drivers,
        List<InterfaceName> names,
        List<PciAddress> pciAddresses) {
    private static final int MAX_ENTRIES = 1024;

    /** Every PF. */
    public static final PfSelectors ALL = new PfSelectors(List.of(), List.of(), List.of(), List.of(), List.of());

    public PfSelectors {
        vendors = List.copyOf(vendors);
        devices = List.copyOf(devices);
        drivers = List.copyOf(drivers);
        names = List.copyOf(names);
        pciAddresses = List.copyOf(pciAddresses);
        for (List<?> list : List.of(vendors, devices, drivers, names, pciAddresses)) {
            Require.inRange("number of selector entries", list.size(), 0, MAX_ENTRIES);
        }
    }

    /** Whether the PF fits. */
    public boolean matches(PfInfo pf) {
        return (vendors.isEmpty() || vendors.contains(pf.hardware().vendor()))
                && (devices.isEmpty() || devices.contains(pf.hardware().device()))
                && (drivers.isEmpty() || drivers.contains(pf.driver().name()))
                && (names.isEmpty() || pf.netdev().filter(names::contains).isPresent())
                && (pciAddresses.isEmpty() || pciAddresses.contains(pf.pci()));
    }
}
