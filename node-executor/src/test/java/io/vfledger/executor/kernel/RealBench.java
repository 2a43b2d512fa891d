package io.vfledger.executor.kernel;

import io.vfledger.netlink.jna.Namespaces;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** The PF named by VFL_PF. */
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
