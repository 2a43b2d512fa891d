package io.vfledger.executor.kernel;

import io.vfledger.netlink.jna.Namespaces;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
            awaitLink(name);
        } catch (KernelException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The PF as every test expects it: up, whatever the one before left, and with its link, which igb drops with its VFs. */
    private void awaitLink(InterfaceName name) throws KernelException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        int index = kernel.hostLink(name).orElseThrow().index();
        kernel.change(kernel.host(), index, List.of(new LinkChange.SetUp(true)));
        while (!kernel.hostLink(name).orElseThrow().flags().lowerUp()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("PF " + name + " has no link");
            }
            Thread.onSpinWait();
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
