package io.vfledger.netlink.route;

import java.util.OptionalInt;

/**
 * What a route is beside where it leads.
 *
 * @param table RTA_TABLE, unsigned; 254 is main
 * @param metric RTA_PRIORITY, unsigned: of two routes the lower one wins
 * @param scope {@code rtm_scope} of an IPv4 route, 0 to 255; empty for the one that follows from its gateway: universe
 *     with, link without
 * @param mtu RTAX_MTU, bytes
 * @param advmss RTAX_ADVMSS, bytes: the segment size told to TCP peers
 */
public record RouteOptions(int table, OptionalInt metric, OptionalInt scope, OptionalInt mtu, OptionalInt advmss) {
    /** {@code RT_TABLE_MAIN}. */
    public static final int MAIN = 254;

    /** {@code RT_TABLE_LOCAL}: the kernel's own, of addresses and broadcasts. */
    public static final int LOCAL = 255;

    /** In the main table, and nothing else. */
    public static final RouteOptions NONE =
            new RouteOptions(MAIN, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

    public RouteOptions {
        if (scope.orElse(0) < 0 || scope.orElse(0) > 255) {
            throw new IllegalArgumentException("route scope " + scope.getAsInt() + ", allowed is 0 to 255");
        }
    }

    /** In a table, and nothing else. */
    public static RouteOptions inTable(int table) {
        return new RouteOptions(table, NONE.metric, NONE.scope, NONE.mtu, NONE.advmss);
    }
}
