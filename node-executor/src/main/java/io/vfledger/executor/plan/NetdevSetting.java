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

    /** {@code ethtool -K X ...}, as far as features can be changed. */
    record Features(BigInteger active) implements NetdevSetting {}

    /** {@code ethtool -G X ...}. */
    record Rings(RingSizes sizes) implements NetdevSetting {}

    /** {@code ethtool -L X ...}. */
    record Channels(ChannelCounts counts) implements NetdevSetting {}
}
