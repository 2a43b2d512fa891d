package io.vfledger.executor.kernel;

import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.jna.NamespaceHandle;
import io.vfledger.netlink.jna.NamespaceIdentity;
import io.vfledger.netlink.jna.Namespaces;
import io.vfledger.netlink.route.Link;
import io.vfledger.netlink.route.LinkCounters;
import io.vfledger.vf.NetworkNamespace;
import io.vfledger.vf.PciAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Every namespace of the node that has a process or a mount, and the way into it. */
final class LivingNamespaces {
    private final Namespaces namespaces;
    private final NamespaceScan scan = NamespaceScan.ofThisNode();

    LivingNamespaces(Namespaces namespaces) {
        this.namespaces = namespaces;
    }

    /** All of them now. */
    Map<NamespaceIdentity, Path> all() throws KernelException {
        return scan.all();
    }

    Namespace open(Path path) throws KernelException {
        return Refusals.told(() -> Namespace.enter(namespaces, NamespaceHandle.open(path)));
    }

    /** Empty when the namespace went, or the path leads to another one by now. */
    Optional<Namespace> enter(NamespaceIdentity wanted, Path path) {
        try {
            Namespace namespace = open(path);
            if (namespace.is(wanted)) {
                return Optional.of(namespace);
            }
            namespace.close();
        } catch (KernelException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    Optional<Namespace> find(NetworkNamespace identity) throws KernelException {
        NamespaceIdentity wanted = identityOf(identity);
        return Optional.ofNullable(scan.all().get(wanted)).flatMap(path -> enter(wanted, path));
    }

    boolean isAlive(NetworkNamespace identity) throws KernelException {
        return scan.all().containsKey(identityOf(identity));
    }

    private static NamespaceIdentity identityOf(NetworkNamespace seen) {
        return new NamespaceIdentity(seen.device(), seen.inode());
    }

    /** What interfaces of functions have counted, each in the namespace where it was seen. */
    Map<PciAddress, LinkCounters> counters(
            Map<PciAddress, NetworkNamespace> where, Function<Link, Optional<PciAddress>> ownerOf)
            throws KernelException {
        Map<NamespaceIdentity, Path> living = where.isEmpty() ? Map.of() : scan.all();
        Map<PciAddress, LinkCounters> found = new HashMap<>();
        for (NetworkNamespace seen : Set.copyOf(where.values())) {
            NamespaceIdentity wanted = identityOf(seen);
            Optional<Namespace> entered =
                    Optional.ofNullable(living.get(wanted)).flatMap(path -> enter(wanted, path));
            if (entered.isPresent()) {
                // Closed at once: an open socket would keep a deleted namespace alive, and the VF in it.
                try (Namespace namespace = entered.get()) {
                    Refusals.done(() -> count(namespace, ownerOf, found));
                }
            }
        }
        found.keySet().retainAll(where.keySet());
        return found;
    }

    private static void count(
            Namespace in, Function<Link, Optional<PciAddress>> ownerOf, Map<PciAddress, LinkCounters> found)
            throws NetlinkException {
        for (Link link : in.socket().linksWithCounters()) {
            LinkCounters.of(link)
                    .ifPresent(counters -> ownerOf.apply(link).ifPresent(owner -> found.put(owner, counters)));
        }
    }
}
