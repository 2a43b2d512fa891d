package io.vfledger.executor.plan;

import io.vfledger.netlink.route.Prefix;
import io.vfledger.netlink.route.RouteOptions;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A route inside the pod through the VF.
 *
 * @param destination what it leads to
 * @param gateway next hop; empty for a route on the link
 * @param options what else it is; what they leave out is the kernel's choice
 */
public record PodRoute(Prefix destination, Optional<InetAddress> gateway, RouteOptions options) {
    private static final int SCOPE_UNIVERSE = 0;
    private static final int SCOPE_LINK = 253;

    /** In the main table, and nothing else. */
    public PodRoute(Prefix destination, Optional<InetAddress> gateway) {
        this(destination, gateway, RouteOptions.NONE);
    }

    /** What is wrong with it, seeing the routes that are there; empty where one of them is as this one asks. */
    public Optional<Difference> amiss(List<PodRoute> there) {
        if (there.stream().anyMatch(this::isMetBy)) {
            return Optional.empty();
        }
        Optional<PodRoute> nearest = there.stream()
                .filter(route -> route.destination.equals(destination))
                .findFirst();
        return Optional.of(new Difference(
                "route " + destination, words(), nearest.map(PodRoute::words).orElse("nothing")));
    }

    private boolean isMetBy(PodRoute found) {
        return found.destination.equals(destination)
                && found.gateway.equals(gateway)
                && found.options.table() == options.table()
                && found.scope() == scope()
                && isMetBy(options.metric(), found.options.metric())
                && isMetBy(options.mtu(), found.options.mtu())
                && isMetBy(options.advmss(), found.options.advmss());
    }

    private static boolean isMetBy(OptionalInt asked, OptionalInt found) {
        return asked.isEmpty() || asked.equals(found);
    }

    /** IPv6 has none, whatever is asked. */
    private int scope() {
        boolean ipv4 = destination.address() instanceof Inet4Address;
        return ipv4 ? options.scope().orElse(gateway.isEmpty() ? SCOPE_LINK : SCOPE_UNIVERSE) : SCOPE_UNIVERSE;
    }

    private String words() {
        StringBuilder words = new StringBuilder(
                gateway.map(address -> "via " + address.getHostAddress()).orElse("on the link"));
        if (options.table() != RouteOptions.MAIN) {
            words.append(" table ").append(Integer.toUnsignedString(options.table()));
        }
        options.scope().ifPresent(scope -> words.append(" scope ").append(scope));
        options.metric().ifPresent(metric -> words.append(" priority ").append(Integer.toUnsignedString(metric)));
        options.mtu().ifPresent(bytes -> words.append(" mtu ").append(bytes));
        options.advmss().ifPresent(bytes -> words.append(" advmss ").append(bytes));
        return words.toString();
    }
}
