package io.vfledger.executor.discovery;

import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.netlink.route.Address;
import io.vfledger.netlink.route.Link;
import io.vfledger.netlink.route.Route;
import java.util.List;
import java.util.Optional;

/** What the host itself does with a PF: whoever reconfigures such a PF may cut the node off. */
final class PfHostUse {
    /** {@code RT_SCOPE_UNIVERSE}: link-local addresses are on every interface that is up. */
    private static final int GLOBAL = 0;

    /** {@code RTPROT_KERNEL}: routes that come with an address. */
    private static final int BY_KERNEL = 2;

    private final Kernel kernel;

    PfHostUse(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Why the host uses a PF, in words; empty when it does not. */
    Optional<String> of(Link pf) throws KernelException {
        Optional<String> own = ofInterface(pf);
        if (own.isPresent()) {
            return own;
        }
        for (Link upper : kernel.hostLinks()) {
            if (upper.liesOn(pf.index())) {
                Optional<String> use = ofInterface(upper);
                if (use.isPresent()) {
                    return Optional.of("carries " + upper.name() + ", which " + use.get());
                }
            }
        }
        return Optional.empty();
    }

    /** The same, and what would be lost if the interface went to another namespace: whatever is stacked on it. */
    Optional<String> ofWhole(Link pf) throws KernelException {
        Optional<String> use = of(pf);
        if (use.isPresent()) {
            return use;
        }
        return kernel.hostLinks().stream()
                .filter(upper -> upper.liesOn(pf.index()))
                .findFirst()
                .map(upper -> "carries " + upper.name());
    }

    private Optional<String> ofInterface(Link link) throws KernelException {
        Optional<Address> address = kernel.addresses(kernel.host(), link.index()).stream()
                .filter(each -> each.scope() == GLOBAL)
                .findFirst();
        if (address.isPresent()) {
            return Optional.of("has address " + address.get().prefix());
        }
        if (link.masterIndex().isPresent()) {
            return Optional.of("is a port of another interface");
        }
        List<Route> routes = kernel.routes(kernel.host(), link.index());
        return routes.stream()
                .filter(route -> route.protocol() != BY_KERNEL)
                .findFirst()
                .map(route -> route.destination().length() == 0
                        ? "carries the default route"
                        : "carries the route to " + route.destination());
    }
}
