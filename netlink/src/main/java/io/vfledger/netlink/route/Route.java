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
 * @param table RTA_TABLE; 254 is main
 * @param protocol {@code rtm_protocol}, who made it
 * @param metric RTA_PRIORITY
 * @param source RTA_PREFSRC
 */
public record Route(
        Prefix destination,
        Optional<InetAddress> gateway,
        int interfaceIndex,
        int table,
        int protocol,
        OptionalInt metric,
        Optional<InetAddress> source) {
    /** {@code RT_TABLE_MAIN}. */
    public static final int MAIN = 254;
    /** {@code RTPROT_STATIC}. */
    public static final int STATIC = 4;

    /** A static route in the main table. */
    public Route(Prefix destination, Optional<InetAddress> gateway, int interfaceIndex) {
        this(destination, gateway, interfaceIndex, MAIN, STATIC, OptionalInt.empty(), Optional.empty());
    }

    /** Reads the payload of RTM_NEWROUTE or RTM_DELROUTE. */
    public static Route decode(Octets payload) {
        RouteHeader header = RouteHeader.decode(payload);
        Attributes attributes = Attributes.decode(payload.slice(RouteHeader.LENGTH, payload.length()));
        int addressLength = header.family() == Family.AF_INET ? 4 : 16;
        InetAddress destination = address(attributes, RouteAttribute.DST)
                .orElseGet(() -> Family.address(Octets.of(new byte[addressLength])));
        return new Route(
                new Prefix(destination, header.destinationLength()),
                address(attributes, RouteAttribute.GATEWAY),
                number(attributes, RouteAttribute.OIF).orElse(0),
                number(attributes, RouteAttribute.TABLE).orElse(header.table()),
                header.protocol(),
                number(attributes, RouteAttribute.PRIORITY),
                address(attributes, RouteAttribute.PREFSRC));
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
