package io.vfledger.netlink.wire;

/** Attribute types of a route message: {@code RTA_*} of linux/rtnetlink.h. */
public final class RouteAttribute {
    public static final int DST = 1;
    public static final int OIF = 4;
    public static final int GATEWAY = 5;
    public static final int PRIORITY = 6;
    public static final int PREFSRC = 7;
    /** A nest of {@code RTAX_*}. */
    public static final int METRICS = 8;

    public static final int TABLE = 15;

    /** {@code RTAX_MTU}, inside METRICS. */
    public static final int METRIC_MTU = 2;

    /** {@code RTAX_ADVMSS}, inside METRICS. */
    public static final int METRIC_ADVMSS = 8;

    private RouteAttribute() {}
}
