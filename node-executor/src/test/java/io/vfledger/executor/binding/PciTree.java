package io.vfledger.executor.binding;

import io.vfledger.vf.PciAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Changes trees of sysfs's and procfs's shape as the kernel does when devices are grouped, bound and opened. */
public final class PciTree {
    private final Path sys;
    private final Path proc;

    /** Both may be empty, or a simulation's. */
    public PciTree(Path sys, Path proc) {
        this.sys = sys;
        this.proc = proc;
    }

    /** A PF with one VF, which is bound to a driver. */
    public PciTree sriov(PciAddress pf, PciAddress vf, String driver) {
        device(pf, "igb");
        write(of(pf, "sriov_totalvfs"), "7");
        write(of(pf, "sriov_numvfs"), "1");
        device(vf, driver);
        link(of(vf, "physfn"), Path.of("..", pf.value()));
        link(of(pf, "virtfn0"), Path.of("..", vf.value()));
        return this;
    }

    /** Another device. */
    public PciTree device(PciAddress pci, String driver) {
        write(of(pci, "class"), "0x020000");
        write(of(pci, "vendor"), "0x8086");
        write(of(pci, "device"), "0x10ca");
        write(of(pci, "driver_override"), "(null)");
        return bound(pci, driver);
    }

    /** The device is at that driver now. */
    public PciTree bound(PciAddress pci, String driver) {
        loaded(driver);
        link(of(pci, "driver"), Path.of("../../drivers", driver));
        return this;
    }

    /** The driver is in the kernel. */
    public PciTree loaded(String driver) {
        make(sys.resolve("bus/pci/drivers").resolve(driver));
        return this;
    }

    /** The devices are in one IOMMU group. */
    public PciTree grouped(int number, PciAddress... devices) {
        Path group = sys.resolve("kernel/iommu_groups").resolve(Integer.toString(number));
        for (PciAddress pci : devices) {
            make(group.resolve("devices").resolve(pci.value()));
            link(of(pci, "iommu_group"), group);
        }
        return this;
    }

    /** A process has a node open. */
    public PciTree opened(String node, int pid, String command) {
        Path process = proc.resolve(Integer.toString(pid));
        make(process.resolve("fd"));
        write(process.resolve("comm"), command);
        link(process.resolve("fd/3"), Path.of(node));
        return this;
    }

    private Path of(PciAddress pci, String file) {
        return sys.resolve("bus/pci/devices").resolve(pci.value()).resolve(file);
    }

    private static void make(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void link(Path link, Path target) {
        try {
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
