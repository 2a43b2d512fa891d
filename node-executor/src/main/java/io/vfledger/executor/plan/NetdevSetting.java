package io.vfledger.executor.plan;

import io.vfledger.netlink.wire.ChannelCounts;
import io.vfledger.netlink.wire.RingSizes;
import java.math.BigInteger;

/** One thing about an interface that leaves it where it is. */
public sealed interface NetdevSetting {
    /** {@code ip link set X alias T}; empty for none. */
    record Alias(String text) implements NetdevSetting {}

    /** {@code ip link set X promisc on|off}. */
    record Promisc(boolean on) implements NetdevSetting {}

    /** {@code ip link set X allmulticast on|off}. */
    record AllMulti(boolean on) implements NetdevSetting {}

    /** One that is told to its driver. */
    sealed interface OfDriver extends NetdevSetting {}

    /** {@code ethtool -K X ...}, as far as features can be changed. */
    record Features(BigInteger active) implements OfDriver {}

    /** {@code ethtool -G X ...}. */
    record Rings(RingSizes sizes) implements OfDriver {}

    /** {@code ethtool -L X ...}. */
    record Channels(ChannelCounts counts) implements OfDriver {}
}
