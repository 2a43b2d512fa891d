package io.vfledger.executor.kernel;

import io.vfledger.netlink.jna.NamespaceHandle;
import io.vfledger.netlink.jna.Namespaces;
import io.vfledger.vf.PciAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Simulated NICs in a host namespace of their own. */
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
