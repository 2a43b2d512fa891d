package io.vfledger.executor.kernel;

import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PciId;
import io.vfledger.vf.VfIndex;
import io.vfledger.vf.VfTraits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The part of sysfs that tells about PCI devices (Documentation/ABI/testing/sysfs-bus-pci). The one place of its paths. */
public final class Sysfs {
    private static final String NETWORK_CLASS = "0x02";
    private static final String VIRTFN = "virtfn";

    private final Path root;
    private final Path devices;

    /** @param root where sysfs is mounted, or a tree of the same shape */
    public Sysfs(Path root) {
        this.root = root;
        this.devices = root.resolve("bus/pci/devices");
    }

    /** Drivers, IOMMU groups and resets of the same devices. */
    public SysfsDrivers drivers() {
        return new SysfsDrivers(root);
    }

    /** Every network function with SR-IOV, by address. */
    public List<PciFunction> pfs() throws KernelException {
        List<PciFunction> found = new ArrayList<>();
        for (Path device : SysfsFiles.children(devices)) {
            boolean network =
                    SysfsFiles.text(device.resolve("class")).orElse("").startsWith(NETWORK_CLASS);
            if (network && Files.exists(device.resolve("sriov_totalvfs"))) {
                pf(new PciAddress(SysfsFiles.fileName(device))).ifPresent(found::add);
            }
        }
        found.sort(Comparator.comparing(PciFunction::pci));
        return List.copyOf(found);
    }

    /** One PF; empty when there is no such device or it has no SR-IOV. */
    public Optional<PciFunction> pf(PciAddress pci) throws KernelException {
        Path device = device(pci);
        Optional<Integer> total = SysfsFiles.number(device.resolve("sriov_totalvfs"));
        if (total.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PciFunction(
                pci,
                id(device, "vendor"),
                id(device, "device"),
                driver(pci),
                SysfsFiles.number(device.resolve("numa_node")).orElse(-1),
                total.get(),
                SysfsFiles.number(device.resolve("sriov_numvfs")).orElse(0),
                netdev(pci)));
    }

    /** The VFs of a PF by their numbers. */
    public Map<VfIndex, PciAddress> vfs(PciAddress pf) throws KernelException {
        Map<VfIndex, PciAddress> found = new TreeMap<>();
        for (Path child : SysfsFiles.children(device(pf))) {
            String name = SysfsFiles.fileName(child);
            if (name.startsWith(VIRTFN)) {
                int index = Integer.parseInt(name.substring(VIRTFN.length()));
                SysfsFiles.linkTarget(child).ifPresent(vf -> found.put(new VfIndex(index), new PciAddress(vf)));
            }
        }
        return found;
    }

    /** What a VF is; empty when there is no such device or it is no VF. */
    public Optional<VfTraits> vf(PciAddress pci) throws KernelException {
        Optional<PciAddress> pf = pfOf(pci);
        if (pf.isEmpty()) {
            return Optional.empty();
        }
        for (Map.Entry<VfIndex, PciAddress> entry : vfs(pf.get()).entrySet()) {
            if (entry.getValue().equals(pci)) {
                return Optional.of(new VfTraits(
                        pci,
                        pf.get(),
                        netdev(pf.get()),
                        entry.getKey(),
                        id(device(pci), "vendor"),
                        id(device(pci), "device"),
                        driver(pci)));
            }
        }
        return Optional.empty();
    }

    /** What a function is: a VF, or a PF as a function of its own; empty when there is no such device or it is neither. */
    public Optional<VfTraits> function(PciAddress pci) throws KernelException {
        Optional<VfTraits> vf = vf(pci);
        return vf.isPresent()
                ? vf
                : pf(pci).map(pf ->
                        new VfTraits(pci, pci, pf.netdev(), new VfIndex(0), pf.vendor(), pf.device(), pf.driver()));
    }

    /** What the VFs of a PF are, by their numbers; one that goes away meanwhile is left out. */
    public List<VfTraits> traitsOf(PciAddress pf) throws KernelException {
        Optional<InterfaceName> pfName = netdev(pf);
        List<VfTraits> found = new ArrayList<>();
        for (Map.Entry<VfIndex, PciAddress> vf : vfs(pf).entrySet()) {
            Optional<String> vendor = SysfsFiles.text(device(vf.getValue()).resolve("vendor"));
            Optional<String> device = SysfsFiles.text(device(vf.getValue()).resolve("device"));
            if (vendor.isPresent() && device.isPresent()) {
                found.add(new VfTraits(
                        vf.getValue(),
                        pf,
                        pfName,
                        vf.getKey(),
                        new PciId(vendor.get()),
                        new PciId(device.get()),
                        driver(vf.getValue())));
            }
        }
        return List.copyOf(found);
    }

    /** The PF of a VF; empty when there is no such device or it is no VF. */
    public Optional<PciAddress> pfOf(PciAddress vf) throws KernelException {
        return SysfsFiles.linkTarget(device(vf).resolve("physfn")).map(PciAddress::new);
    }

    /** A device's interface in the namespace that sysfs was mounted from; the first by name where it has several. */
    public Optional<InterfaceName> netdev(PciAddress pci) throws KernelException {
        return SysfsFiles.children(device(pci).resolve("net")).stream()
                .map(SysfsFiles::fileName)
                .sorted()
                .findFirst()
                .map(InterfaceName::new);
    }

    /** The driver that a device is bound to. */
    public Optional<String> driver(PciAddress pci) throws KernelException {
        return SysfsFiles.linkTarget(device(pci).resolve("driver"));
    }

    /** Link speed in Mbit/s; empty where the driver tells none. */
    public Optional<Integer> speedMbps(InterfaceName name) {
        try {
            return SysfsFiles.number(
                            root.resolve("class/net").resolve(name.value()).resolve("speed"))
                    .filter(speed -> speed > 0);
        } catch (KernelException e) {
            // EINVAL while the link is down: no speed is to be had.
            return Optional.empty();
        }
    }

    /** Writes {@code sriov_numvfs}, through 0 when both numbers are above it: the kernel answers EBUSY otherwise. */
    void setVfCount(PciAddress pf, int count) throws KernelException {
        Path file = device(pf).resolve("sriov_numvfs");
        int now = SysfsFiles.number(file).orElseThrow(() -> new KernelException("PF " + pf + " has no SR-IOV"));
        if (now == count) {
            return;
        }
        if (now != 0 && count != 0) {
            SysfsFiles.write(file, "0");
        }
        SysfsFiles.write(file, Integer.toString(count));
    }

    private Path device(PciAddress pci) {
        return devices.resolve(pci.value());
    }

    private static PciId id(Path device, String file) throws KernelException {
        return new PciId(SysfsFiles.text(device.resolve(file))
                .orElseThrow(() -> new KernelException(device + " has no " + file)));
    }
}
