package io.vfledger.executor.kernel;

import io.vfledger.vf.PciAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The part of sysfs that binds PCI devices to drivers, groups them behind an IOMMU and resets them
 * (Documentation/ABI/testing/sysfs-bus-pci, Documentation/driver-api/vfio.rst).
 */
public final class SysfsDrivers {
    private static final String BRIDGE_CLASS = "0x0604";

    private final Path root;
    private final Path bus;

    SysfsDrivers(Path root) {
        this.root = root;
        this.bus = root.resolve("bus/pci");
    }

    /** The driver that a device is bound to. */
    public Optional<String> driver(PciAddress pci) throws KernelException {
        return SysfsFiles.linkTarget(device(pci).resolve("driver"));
    }

    /** Whether a driver of that name is in the kernel; the name is one of a closed set, never input. */
    public boolean isLoaded(String driver) {
        return Files.isDirectory(bus.resolve("drivers").resolve(driver));
    }

    /** The driver that a device is reserved for by {@code driver_override}. */
    public Optional<String> override(PciAddress pci) throws KernelException {
        return SysfsFiles.text(device(pci).resolve("driver_override"))
                .filter(text -> !text.isEmpty() && !text.equals("(null)"));
    }

    /** Reserves a device for one driver; empty lets every driver have it that knows its ids. */
    public void override(PciAddress pci, Optional<String> driver) throws KernelException {
        SysfsFiles.write(device(pci).resolve("driver_override"), driver.orElse("") + "\n");
    }

    /** Takes a device from its driver; one that has none is fine. */
    public void unbind(PciAddress pci) throws KernelException {
        if (driver(pci).isPresent()) {
            SysfsFiles.write(device(pci).resolve("driver/unbind"), pci.value());
        }
    }

    /** Offers a device to the drivers that may have it. */
    public void probe(PciAddress pci) throws KernelException {
        SysfsFiles.write(bus.resolve("drivers_probe"), pci.value());
    }

    /** The IOMMU group of a device; empty where there is no IOMMU, or it is off. */
    public Optional<Integer> iommuGroup(PciAddress pci) throws KernelException {
        Optional<String> group = SysfsFiles.linkTarget(device(pci).resolve("iommu_group"));
        return group.map(Integer::valueOf);
    }

    /** Every device of an IOMMU group: they can reach each other's memory, so one owner must have them all. */
    public List<GroupMember> members(int group) throws KernelException {
        List<GroupMember> members = new ArrayList<>();
        Path devices = root.resolve("kernel/iommu_groups")
                .resolve(Integer.toString(group))
                .resolve("devices");
        for (Path child : SysfsFiles.children(devices)) {
            PciAddress pci = new PciAddress(SysfsFiles.fileName(child));
            members.add(new GroupMember(
                    pci,
                    driver(pci),
                    SysfsFiles.text(device(pci).resolve("class")).orElse("").startsWith(BRIDGE_CLASS),
                    SysfsFiles.linkTarget(device(pci).resolve("physfn")).map(PciAddress::new)));
        }
        return List.copyOf(members);
    }

    /**
     * A device of an IOMMU group.
     *
     * @param driver what it is bound to; empty when unbound
     * @param bridge a PCI bridge, which vfio leaves to its own driver
     * @param pf its PF, where it is a VF
     */
    public record GroupMember(PciAddress pci, Optional<String> driver, boolean bridge, Optional<PciAddress> pf) {}

    /** The nodes below {@code /dev} by which a device's user reaches it, those that others share left out. */
    public List<String> ownNodes(PciAddress pci) throws KernelException {
        List<String> nodes = new ArrayList<>();
        Optional<String> driver = driver(pci);
        if (driver.equals(Optional.of("vfio-pci"))) {
            iommuGroup(pci).ifPresent(group -> nodes.add("/dev/vfio/" + group));
            for (Path node : SysfsFiles.children(device(pci).resolve("vfio-dev"))) {
                // Without CONFIG_VFIO_DEVICE_CDEV it has no number, and there is no such node.
                if (Files.exists(node.resolve("dev"))) {
                    nodes.add("/dev/vfio/devices/" + SysfsFiles.fileName(node));
                }
            }
        } else if (driver.isPresent()) {
            SysfsFiles.children(device(pci).resolve("uio"))
                    .forEach(node -> nodes.add("/dev/" + SysfsFiles.fileName(node)));
        }
        return List.copyOf(nodes);
    }

    /** How a device can be reset, the first being the one that {@code reset} takes: {@code flr}, {@code bus} and others. */
    public List<String> resetMethods(PciAddress pci) throws KernelException {
        return SysfsFiles.text(device(pci).resolve("reset_method"))
                .filter(text -> !text.isEmpty())
                .map(text -> List.of(text.split("\\s+")))
                .orElse(List.of());
    }

    /** Resets a device by the first of its methods. */
    public void reset(PciAddress pci) throws KernelException {
        SysfsFiles.write(device(pci).resolve("reset"), "1");
    }

    /** Whether the kernel binds a PF's new VFs to drivers; empty where it does not tell (before Linux 4.12). */
    public Optional<Boolean> autoprobe(PciAddress pf) throws KernelException {
        return SysfsFiles.text(device(pf).resolve("sriov_drivers_autoprobe")).map("1"::equals);
    }

    /** Says whether the kernel shall bind a PF's new VFs to drivers. */
    public void autoprobe(PciAddress pf, boolean on) throws KernelException {
        SysfsFiles.write(device(pf).resolve("sriov_drivers_autoprobe"), on ? "1" : "0");
    }

    private Path device(PciAddress pci) {
        return bus.resolve("devices").resolve(pci.value());
    }
}
