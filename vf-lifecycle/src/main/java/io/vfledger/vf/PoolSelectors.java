package io.vfledger.vf;

import java.util.List;

/**
 * Which VFs belong to a pool: a VF must fit each list that is not empty; within a list any one is enough.
 *
 * @param vendors PCI vendor ids
 * @param devices PCI device ids
 * @param drivers names of drivers that the VF is bound to
 * @param pfNames PFs, with index ranges
 * @param pciAddresses addresses of the VFs themselves
 */
public record PoolSelectors(
        List<PciId> vendors,
        List<PciId> devices,
        List<String> drivers,
        List<PfNameSelector> pfNames,
        List<PciAddress> pciAddresses) {
    private static final int MAX_ENTRIES = 1024;

    /** Every VF. */
    public static final PoolSelectors ALL = new PoolSelectors(List.of(), List.of(), List.of(), List.of(), List.of());

    public PoolSelectors {
        vendors = List.copyOf(vendors);
        devices = List.copyOf(devices);
        drivers = List.copyOf(drivers);
        pfNames = List.copyOf(pfNames);
        pciAddresses = List.copyOf(pciAddresses);
        for (List<?> list : List.of(vendors, devices, drivers, pfNames, pciAddresses)) {
            Require.inRange("number of selector entries", list.size(), 0, MAX_ENTRIES);
        }
    }

    /** Whether the VF fits. */
    public boolean matches(VfTraits vf) {
        return (vendors.isEmpty() || vendors.contains(vf.vendor()))
                && (devices.isEmpty() || devices.contains(vf.device()))
                && (drivers.isEmpty() || vf.driver().filter(drivers::contains).isPresent())
                && (pciAddresses.isEmpty() || pciAddresses.contains(vf.pci()))
                && (pfNames.isEmpty() || matchesPf(vf));
    }

    private boolean matchesPf(VfTraits vf) {
        return vf.pfName()
                .filter(name -> pfNames.stream().anyMatch(selector -> selector.matches(name, vf.index())))
                .isPresent();
    }
}
