package io.vfledger.netlink.route;

import io.vfledger.netlink.wire.Attribute;
import io.vfledger.netlink.wire.Attributes;
import io.vfledger.netlink.wire.MessageFlags;
import io.vfledger.netlink.wire.MessageType;
import io.vfledger.netlink.wire.Request;
import io.vfledger.netlink.wire.RouteAttribute;
import io.vfledger.netlink.wire.RouteHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Requests about routes: RTM_GETROUTE, RTM_NEWROUTE, RTM_DELROUTE. */
public final class RouteRequests {
    private static final int UNICAST = 1;

    private RouteRequests() {}

    /** {@code ip route show table all}, one family. */
    public static Request dump(boolean ipv4) {
        return Request.dump(
                "list " + (ipv4 ? "IPv4" : "IPv6") + " routes",
                MessageType.RTM_GETROUTE,
                new RouteHeader(ipv4 ? Family.AF_INET : Family.AF_INET6, 0, 0, 0, 0, 0, 0).encode());
    }

    /** {@code ip route add D via G dev X}; refused with EEXIST when it is there. */
    public static Request add(Route route) {
        return request("add route", MessageType.RTM_NEWROUTE, MessageFlags.CREATE | MessageFlags.EXCLUSIVE, route);
    }

    /** {@code ip route delete D via G dev X}. */
    public static Request delete(Route route) {
        return request("delete route", MessageType.RTM_DELROUTE, 0, route);
    }

    private static Request request(String what, int type, int flags, Route route) {
        List<Attribute> attributes = new ArrayList<>();
        if (route.destination().length() > 0) {
            attributes.add(Attribute.of(
                    RouteAttribute.DST, Family.octets(route.destination().address())));
        }
        route.gateway()
                .ifPresent(gateway -> attributes.add(Attribute.of(RouteAttribute.GATEWAY, Family.octets(gateway))));
        attributes.add(Attribute.u32(RouteAttribute.OIF, route.interfaceIndex()));
        RouteOptions options = route.options();
        attributes.add(Attribute.u32(RouteAttribute.TABLE, options.table()));
        options.metric().ifPresent(metric -> attributes.add(Attribute.u32(RouteAttribute.PRIORITY, metric)));
        route.source().ifPresent(source -> attributes.add(Attribute.of(RouteAttribute.PREFSRC, Family.octets(source))));
        metrics(options).ifPresent(attributes::add);
        boolean shortTable = options.table() >= 0 && options.table() <= 0xff;
        return Request.one(
                what + " " + route.destination() + " of link " + route.interfaceIndex(),
                type,
                flags,
                new RouteHeader(
                                Family.of(route.destination().address()),
                                route.destination().length(),
                                shortTable ? options.table() : 0,
                                route.protocol(),
                                route.scope(),
                                UNICAST,
                                0)
                        .encode(),
                new Attributes(attributes).encode());
    }

    private static Optional<Attribute> metrics(RouteOptions options) {
        List<Attribute> metrics = new ArrayList<>();
        options.mtu().ifPresent(bytes -> metrics.add(Attribute.u32(RouteAttribute.METRIC_MTU, bytes)));
        options.advmss().ifPresent(bytes -> metrics.add(Attribute.u32(RouteAttribute.METRIC_ADVMSS, bytes)));
        return metrics.isEmpty()
                ? Optional.empty()
                : Optional.of(Attribute.nest(RouteAttribute.METRICS, metrics.toArray(Attribute[]::new)));
    }
}
