package io.vfledger.executor.kernel;

import io.vfledger.executor.plan.Netdev;
import io.vfledger.netlink.jna.Namespaces;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** The PF named by VFL_PF. */
final class RealBench implements Bench {
    /** As they were when they were made last: making them anew takes igb's link away for seconds. */
    private static final AtomicReference<Map<PciAddress, List<Object>>> FRESH = new AtomicReference<>(Map.of());

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
            if (!seen().equals(FRESH.get())) {
                kernel.setVfCount(pf, 0);
                kernel.setVfCount(pf, 4);
                awaitNetdevs();
                awaitLink(name);
                FRESH.set(seen());
            }
            awaitLink(name);
        } catch (KernelException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All that can be seen of the VFs; the number of an interface tells one that was made anew. */
    private Map<PciAddress, List<Object>> seen() throws KernelException {
        Map<VfIndex, VfAttributes> administrative = kernel.administrative(pf);
        Map<VfIndex, PciAddress> vfs = kernel.sysfs().vfs(pf);
        Map<PciAddress, Netdev> netdevs = kernel.netdevs(Set.copyOf(vfs.values()), kernel.host());
        Map<PciAddress, List<Object>> seen = new HashMap<>();
        for (Map.Entry<VfIndex, PciAddress> vf : vfs.entrySet()) {
            seen.put(
                    vf.getValue(),
                    List.of(
                            Optional.ofNullable(administrative.get(vf.getKey())),
                            Optional.ofNullable(netdevs.get(vf.getValue())),
                            kernel.sysfs().drivers().override(vf.getValue())));
        }
        return seen;
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
