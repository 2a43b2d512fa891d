package io.vfledger.netlink.route;

import io.vfledger.netlink.wire.Attribute;
import io.vfledger.netlink.wire.Attributes;
import io.vfledger.netlink.wire.Octets;
import io.vfledger.netlink.wire.RouteAttribute;
import io.vfledger.netlink.wire.RouteHeader;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A unicast route through one interface: RTM_NEWROUTE.
 *
 * @param destination RTA_DST and {@code rtm_dst_len}; the all-zero prefix of length 0 is the default route
 * @param gateway RTA_GATEWAY; empty for a route on the link
 * @param interfaceIndex RTA_OIF; 0 where the kernel named none
 * @param protocol {@code rtm_protocol}, who made it
 * @param options what else it is
 * @param source RTA_PREFSRC
 */
public record Route(
        Prefix destination,
        Optional<InetAddress> gateway,
        int interfaceIndex,
        int protocol,
        RouteOptions options,
        Optional<InetAddress> source) {
    /** {@code RTPROT_STATIC}. */
    public static final int STATIC = 4;

    private static final int SCOPE_UNIVERSE = 0;
    private static final int SCOPE_LINK = 253;

    /** A static route in the main table. */
    public Route(Prefix destination, Optional<InetAddress> gateway, int interfaceIndex) {
        this(destination, gateway, interfaceIndex, RouteOptions.NONE);
    }

    /** A static route. */
    public Route(Prefix destination, Optional<InetAddress> gateway, int interfaceIndex, RouteOptions options) {
        this(destination, gateway, interfaceIndex, STATIC, options, Optional.empty());
    }

    /** Reads the payload of RTM_NEWROUTE or RTM_DELROUTE. */
    public static Route decode(Octets payload) {
        RouteHeader header = RouteHeader.decode(payload);
        Attributes attributes = Attributes.decode(payload.slice(RouteHeader.LENGTH, payload.length()));
        int addressLength = header.family() == Family.AF_INET ? 4 : 16;
        InetAddress destination = address(attributes, RouteAttribute.DST)
                .orElseGet(() -> Family.address(Octets.of(new byte[addressLength])));
        Optional<InetAddress> gateway = address(attributes, RouteAttribute.GATEWAY);
        return new Route(
                new Prefix(destination, header.destinationLength()),
                gateway,
                number(attributes, RouteAttribute.OIF).orElse(0),
                header.protocol(),
                options(header, attributes, gateway.isPresent()),
                address(attributes, RouteAttribute.PREFSRC));
    }

    private static RouteOptions options(RouteHeader header, Attributes attributes, boolean hasGateway) {
        Attributes metrics =
                attributes.find(RouteAttribute.METRICS).map(Attribute::asNest).orElseGet(() -> Attributes.of());
        boolean ordinary =
                header.family() != Family.AF_INET || header.scope() == (hasGateway ? SCOPE_UNIVERSE : SCOPE_LINK);
        return new RouteOptions(
                number(attributes, RouteAttribute.TABLE).orElse(header.table()),
                number(attributes, RouteAttribute.PRIORITY),
                ordinary ? OptionalInt.empty() : OptionalInt.of(header.scope()),
                number(metrics, RouteAttribute.METRIC_MTU),
                number(metrics, RouteAttribute.METRIC_ADVMSS));
    }

    /** IPv4 refuses a gateway at link scope and wants a route without one to be of it; IPv6 has no scopes. */
    int scope() {
        return options.scope().orElse(isIpv4() && gateway.isEmpty() ? SCOPE_LINK : SCOPE_UNIVERSE);
    }

    boolean isIpv4() {
        return destination.address() instanceof Inet4Address;
    }

    private static Optional<InetAddress> address(Attributes attributes, int type) {
        return attributes.find(type).map(Attribute::value).map(Family::address);
    }

    private static OptionalInt number(Attributes attributes, int type) {
        return attributes
                .find(type)
                .map(attribute -> OptionalInt.of(attribute.asInt()))
                .orElseGet(OptionalInt::empty);
    }
}
