package io.vfledger.executor.kernel;

import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PciId;
import io.vfledger.vf.VfIndex;
import io.vfledger.vf.VfTraits;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

    /** Every network function with SR-IOV, by address. */
    public List<PciFunction> pfs() throws KernelException {
        List<PciFunction> found = new ArrayList<>();
        for (Path device : children(devices)) {
            boolean network = text(device.resolve("class")).orElse("").startsWith(NETWORK_CLASS);
            if (network && Files.exists(device.resolve("sriov_totalvfs"))) {
                pf(new PciAddress(fileName(device))).ifPresent(found::add);
            }
        }
        found.sort(Comparator.comparing(PciFunction::pci));
        return List.copyOf(found);
    }

    /** One PF; empty when there is no such device or it has no SR-IOV. */
    public Optional<PciFunction> pf(PciAddress pci) throws KernelException {
        Path device = device(pci);
        Optional<Integer> total = number(device.resolve("sriov_totalvfs"));
        if (total.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PciFunction(
                pci,
                id(device, "vendor"),
                id(device, "device"),
                driver(pci),
                number(device.resolve("numa_node")).orElse(-1),
                total.get(),
                number(device.resolve("sriov_numvfs")).orElse(0),
                netdev(pci)));
    }

    /** The VFs of a PF by their numbers. */
    public Map<VfIndex, PciAddress> vfs(PciAddress pf) throws KernelException {
        Map<VfIndex, PciAddress> found = new TreeMap<>();
        for (Path child : children(device(pf))) {
            String name = fileName(child);
            if (name.startsWith(VIRTFN)) {
                int index = Integer.parseInt(name.substring(VIRTFN.length()));
                linkTarget(child).ifPresent(vf -> found.put(new VfIndex(index), new PciAddress(vf)));
            }
        }
        return found;
    }

    /** What a VF is; empty when there is no such device or it is no VF. */
    public Optional<VfTraits> vf(PciAddress pci) throws KernelException {
        Optional<PciAddress> pf = linkTarget(device(pci).resolve("physfn")).map(PciAddress::new);
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

    /** A device's interface in the namespace that sysfs was mounted from; the first by name where it has several. */
    public Optional<InterfaceName> netdev(PciAddress pci) throws KernelException {
        return children(device(pci).resolve("net")).stream()
                .map(Sysfs::fileName)
                .sorted()
                .findFirst()
                .map(InterfaceName::new);
    }

    /** The driver that a device is bound to. */
    public Optional<String> driver(PciAddress pci) throws KernelException {
        return linkTarget(device(pci).resolve("driver"));
    }

    /** Link speed in Mbit/s; empty where the driver tells none. */
    public Optional<Integer> speedMbps(InterfaceName name) {
        try {
            return number(root.resolve("class/net").resolve(name.value()).resolve("speed"))
                    .filter(speed -> speed > 0);
        } catch (KernelException e) {
            // EINVAL while the link is down: no speed is to be had.
            return Optional.empty();
        }
    }

    /** Writes {@code sriov_numvfs}, through 0 when both numbers are above it: the kernel answers EBUSY otherwise. */
    void setVfCount(PciAddress pf, int count) throws KernelException {
        Path file = device(pf).resolve("sriov_numvfs");
        int now = number(file).orElseThrow(() -> new KernelException("PF " + pf + " has no SR-IOV"));
        if (now == count) {
            return;
        }
        if (now != 0 && count != 0) {
            write(file, 0);
        }
        write(file, count);
    }

    private Path device(PciAddress pci) {
        return devices.resolve(pci.value());
    }

    private static PciId id(Path device, String file) throws KernelException {
        return new PciId(text(device.resolve(file)).orElseThrow(() -> new KernelException(device + " has no " + file)));
    }

    private static void write(Path file, int value) throws KernelException {
        try {
            Files.writeString(file, Integer.toString(value));
        } catch (IOException e) {
            throw new KernelException("write " + value + " to " + file, e);
        }
    }

    private static Optional<Integer> number(Path file) throws KernelException {
        Optional<String> text = text(file);
        try {
            return text.map(Integer::valueOf);
        } catch (NumberFormatException e) {
            throw new KernelException(file + " holds '" + text.orElse("") + "', expected a number");
        }
    }

    private static Optional<String> text(Path file) throws KernelException {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new KernelException("read " + file, e);
        }
    }

    private static Optional<String> linkTarget(Path link) throws KernelException {
        try {
            return Optional.of(fileName(Files.readSymbolicLink(link)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new KernelException("read link " + link, e);
        }
    }

    private static List<Path> children(Path directory) throws KernelException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(children::add);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new KernelException("list " + directory, e);
        }
        return children;
    }

    private static String fileName(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }
}
