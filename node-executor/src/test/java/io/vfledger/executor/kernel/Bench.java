package io.vfledger.executor.kernel;

import io.vfledger.netlink.jna.NamespaceHandle;
import io.vfledger.netlink.jna.Namespaces;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A kernel under test with one PF, whose VFs were made anew. */
public interface Bench extends AutoCloseable {
    Kernel kernel();

    PciAddress pf();

    @Override
    void close();

    /** Simulated NICs in a host namespace of their own. */
    static Bench simulated() {
        return new SimulatedBench();
    }

    /** The PF named by VFL_PF. */
    static Bench real() {
        return new RealBench();
    }
}

final class SimulatedBench implements Bench {
    private final NamedNamespace host = new NamedNamespace();
    private final Path directory;
    private final Namespaces namespaces;
    private final SimulatedKernel kernel;

    SimulatedBench() {
        try {
            directory = Files.createTempDirectory("vfl-simulated");
            namespaces = new Namespaces(Duration.ofSeconds(10));
            kernel = open();
            kernel.setVfCount(pf(), 4);
        } catch (KernelException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A second agent on the same directory, as after a restart. */
    SimulatedKernel open() throws KernelException {
        try (NamespaceHandle handle = host.handle()) {
            return new SimulatedKernel(directory, 1, namespaces, handle);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Kernel kernel() {
        return kernel;
    }

    @Override
    public PciAddress pf() {
        return new PciAddress("ffff:00:00.0");
    }

    @Override
    public void close() {
        try {
            kernel.removeAll();
            kernel.close();
            namespaces.close();
            host.close();
            try (Stream<Path> left = Files.walk(directory)) {
                List<Path> deepestFirst = left.sorted(Comparator.reverseOrder()).toList();
                for (Path path : deepestFirst) {
                    Files.delete(path);
                }
            }
        } catch (KernelException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

final class RealBench implements Bench {
    private final Namespaces namespaces;
    private final LinuxKernel kernel;
    private final PciAddress pf;

    RealBench() {
        InterfaceName name = new InterfaceName(Objects.requireNonNullElse(System.getenv("VFL_PF"), "pf0"));
        try {
            namespaces = new Namespaces(Duration.ofSeconds(20));
            kernel = new LinuxKernel(new Sysfs(Path.of("/sys")), namespaces);
            PciFunction found = kernel.sysfs().pfs().stream()
                    .filter(function -> function.netdev().equals(Optional.of(name)))
                    .findFirst()
                    .orElseThrow();
            pf = found.pci();
            kernel.setVfCount(pf, 0);
            kernel.setVfCount(pf, 4);
            awaitNetdevs();
        } catch (KernelException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitNetdevs() throws KernelException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        for (PciAddress vf : kernel.sysfs().vfs(pf).values()) {
            while (kernel.netdev(vf, kernel.host()).isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("VF " + vf + " has no interface");
                }
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public Kernel kernel() {
        return kernel;
    }

    @Override
    public PciAddress pf() {
        return pf;
    }

    @Override
    public void close() {
        kernel.close();
        namespaces.close();
    }
}
