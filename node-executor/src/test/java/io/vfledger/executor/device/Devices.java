package io.vfledger.executor.device;

import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PciId;
import io.vfledger.vf.PfNameSelector;
import io.vfledger.vf.PoolSelectors;
import io.vfledger.vf.VfIndex;
import io.vfledger.vf.VfTraits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** VFs and resources to test with: two PFs, pf0 at NUMA node 0 and pf1 at 1. */
public final class Devices {
    private Devices() {}

    /** VF of a PF, nobody's. */
    public static SeenVf vf(int pf, int index) {
        return vf(pf, index, "igbvf", false);
    }

    /** VF of a PF with that driver; given or not. */
    public static SeenVf vf(int pf, int index, String driver, boolean given) {
        return new SeenVf(
                new VfTraits(
                        new PciAddress("0000:0" + (pf + 1) + ":10." + index),
                        new PciAddress("0000:0" + (pf + 1) + ":00.0"),
                        Optional.of(new InterfaceName("pf" + pf)),
                        new VfIndex(index),
                        new PciId("8086"),
                        new PciId("10ca"),
                        Optional.of(driver).filter(name -> !name.isEmpty())),
                OptionalInt.of(pf),
                driver.equals("vfio-pci") ? List.of("/dev/vfio/vfio", "/dev/vfio/4" + index) : List.of(),
                Optional.empty(),
                given);
    }

    /** A resource of VFs of these PFs. */
    public static Resource resource(String name, String... pfNames) {
        PoolSelectors vfs = new PoolSelectors(
                List.of(),
                List.of(),
                List.of("igbvf", "vfio-pci"),
                List.of(pfNames).stream().map(PfNameSelector::parse).toList(),
                List.of());
        return new Resource(
                new ResourceName("intel.com", name), List.of(new DeviceSelector(vfs, false)), false, Map.of());
    }
}
