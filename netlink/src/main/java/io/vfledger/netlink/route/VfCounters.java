package io.vfledger.netlink.route;

import io.vfledger.netlink.wire.Attribute;
import io.vfledger.netlink.wire.Attributes;
import io.vfledger.netlink.wire.VfAttribute;
import java.util.Optional;

/**
 * What a PF has counted of one of its VFs: {@code IFLA_VF_STATS} (linux/if_link.h), from the VF's point of view. A driver
 * that does not count leaves zeros.
 */
public record VfCounters(
        long rxPackets,
        long txPackets,
        long rxBytes,
        long txBytes,
        long broadcast,
        long multicast,
        long rxDropped,
        long txDropped) {
    private static final int RX_PACKETS = 0;
    private static final int TX_PACKETS = 1;
    private static final int RX_BYTES = 2;
    private static final int TX_BYTES = 3;
    private static final int BROADCAST = 4;
    private static final int MULTICAST = 5;
    private static final int RX_DROPPED = 7;
    private static final int TX_DROPPED = 8;

    /** The counters of a VF; empty where the answer was asked for without them. */
    public static Optional<VfCounters> of(VfInfo vf) {
        return vf.unknown().find(VfAttribute.STATS).map(Attribute::asNest).map(VfCounters::read);
    }

    private static VfCounters read(Attributes stats) {
        return new VfCounters(
                value(stats, RX_PACKETS),
                value(stats, TX_PACKETS),
                value(stats, RX_BYTES),
                value(stats, TX_BYTES),
                value(stats, BROADCAST),
                value(stats, MULTICAST),
                value(stats, RX_DROPPED),
                value(stats, TX_DROPPED));
    }

    private static long value(Attributes stats, int type) {
        return stats.find(type).map(Attribute::asLong).orElse(0L);
    }
}
