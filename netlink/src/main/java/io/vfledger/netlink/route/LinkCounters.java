package io.vfledger.netlink.route;

import io.vfledger.netlink.wire.LinkAttribute;
import io.vfledger.netlink.wire.MalformedMessageException;
import io.vfledger.netlink.wire.Octets;
import java.nio.ByteBuffer;
import java.util.Optional;

/** What an interface has counted: the first eight fields of {@code struct rtnl_link_stats64} (linux/if_link.h). */
public record LinkCounters(
        long rxPackets,
        long txPackets,
        long rxBytes,
        long txBytes,
        long rxErrors,
        long txErrors,
        long rxDropped,
        long txDropped) {
    private static final int LENGTH = 8 * Long.BYTES;

    /** The counters of a link; empty where the answer was asked for without them. */
    public static Optional<LinkCounters> of(Link link) {
        return link.unknown().find(LinkAttribute.STATS64).map(stats -> decode(stats.value()));
    }

    /** @throws MalformedMessageException when it is too short; later kernels append fields */
    static LinkCounters decode(Octets stats) {
        if (stats.length() < LENGTH) {
            throw new MalformedMessageException(
                    "IFLA_STATS64 needs at least " + LENGTH + " bytes, " + stats.length() + " came");
        }
        ByteBuffer in = stats.buffer();
        return new LinkCounters(
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong());
    }
}
