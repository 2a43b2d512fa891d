package io.vfledger.executor.plan;

import io.vfledger.netlink.wire.ChannelCounts;
import io.vfledger.netlink.wire.RingSizes;
import java.math.BigInteger;
import java.util.Optional;

/**
 * What an interface's driver does for it; empty where the driver does not tell.
 *
 * @param features active offload features, a bit for each
 * @param rings sizes of its rings
 * @param channels how many channels it has
 */
public record Offloads(Optional<BigInteger> features, Optional<RingSizes> rings, Optional<ChannelCounts> channels) {
    /** Nothing was told, or asked. */
    public static final Offloads UNKNOWN = new Offloads(Optional.empty(), Optional.empty(), Optional.empty());
}
