package io.vfledger.executor.kernel;

import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Makes a tree of sysfs's shape for NICs that do not exist. */
final class SimulatedSysfs {
    static final String DRIVER = "vfledger-simulated";

    /** Vendor and device ids that no vendor has. */
    private static final String VENDOR = "0xfffe";

    private static final String PF_DEVICE = "0x0001";
    private static final String VF_DEVICE = "0x0002";

    private final Path root;
    private final Path devices;

    SimulatedSysfs(Path root) {
        this.root = root;
        this.devices = root.resolve("bus/pci/devices");
    }

    void makePf(SimulatedNic nic) throws KernelException {
        Path device = devices.resolve(nic.pci().value());
        if (Files.exists(device.resolve("sriov_numvfs"))) {
            return;
        }
        makeDevice(device, PF_DEVICE, nic.netdev());
        write(device.resolve("sriov_totalvfs"), Integer.toString(SimulatedNic.MOST_VFS));
        write(device.resolve("sriov_numvfs"), "0");
    }

    void makeVf(SimulatedNic nic, VfIndex index) throws KernelException {
        PciAddress vf = nic.pci(index);
        Path device = devices.resolve(vf.value());
        makeDevice(device, VF_DEVICE, new SimulatedNic.Vf(nic, index).netdev());
        write(device.resolve("reset_method"), "flr");
        link(device.resolve("physfn"), nic.pci().value());
        link(devices.resolve(nic.pci().value()).resolve("virtfn" + index.value()), vf.value());
    }

    void removeVf(SimulatedNic nic, VfIndex index) throws KernelException {
        delete(devices.resolve(nic.pci().value()).resolve("virtfn" + index.value()));
        delete(devices.resolve(nic.pci(index).value()));
    }

    void unbind(PciAddress vf) throws KernelException {
        delete(devices.resolve(vf.value()).resolve("driver"));
        delete(devices.resolve(vf.value()).resolve("net"));
    }

    void bind(SimulatedNic.Vf vf) throws KernelException {
        bind(devices.resolve(vf.nic().pci(vf.index()).value()), vf.netdev());
    }

    private void bind(Path device, String netdev) throws KernelException {
        try {
            Files.createDirectories(device.resolve("net").resolve(netdev));
            Files.createDirectories(root.resolve("bus/pci/drivers").resolve(DRIVER));
        } catch (IOException e) {
            throw new KernelException("bind " + device, e);
        }
        link(device.resolve("driver"), "../../drivers/" + DRIVER);
    }

    void writeVfCount(SimulatedNic nic, int count) throws KernelException {
        write(devices.resolve(nic.pci().value()).resolve("sriov_numvfs"), Integer.toString(count));
    }

    void removeAll() throws KernelException {
        delete(root);
    }

    private void makeDevice(Path device, String id, String netdev) throws KernelException {
        try {
            Files.createDirectories(device);
        } catch (IOException e) {
            throw new KernelException("make " + device, e);
        }
        write(device.resolve("class"), "0x020000");
        write(device.resolve("vendor"), VENDOR);
        write(device.resolve("device"), id);
        write(device.resolve("numa_node"), "-1");
        bind(device, netdev);
    }

    /** In one step: nobody reads half an attribute of sysfs. */
    private static void write(Path file, String text) throws KernelException {
        try {
            Path fresh = Files.writeString(file.resolveSibling("." + file.getFileName()), text + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new KernelException("write " + file, e);
        }
    }

    private static void link(Path link, String target) throws KernelException {
        try {
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, link.getFileSystem().getPath("..", target));
        } catch (IOException e) {
            throw new KernelException("link " + link, e);
        }
    }

    private static void delete(Path tree) throws KernelException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new KernelException("delete " + tree, e);
        }
    }
}
