package io.vfledger.netlink.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code struct ethtool_channels} (linux/ethtool.h).
 *
 * @param rx {@code rx_count}
 * @param tx {@code tx_count}
 * @param other {@code other_count}
 * @param combined {@code combined_count}
 */
public record ChannelCounts(int rx, int tx, int other, int combined) {
    /** {@code ETHTOOL_GCHANNELS}. */
    public static final int GET = 0x3c;

    /** {@code ETHTOOL_SCHANNELS}. */
    public static final int SET = 0x3d;

    /** {@code sizeof(struct ethtool_channels)}, bytes. */
    public static final int LENGTH = 36;

    private static final int COUNTS = 20;

    public static ChannelCounts decode(Octets bytes) {
        Limits.requireLength("ethtool_channels", bytes, LENGTH);
        ByteBuffer in = bytes.buffer().position(COUNTS).slice().order(ByteOrder.nativeOrder());
        return new ChannelCounts(in.getInt(0), in.getInt(4), in.getInt(8), in.getInt(12));
    }

    /** The request that sets these. */
    public Octets encode() {
        ByteBuffer out = ByteBuffer.allocate(LENGTH).order(ByteOrder.nativeOrder());
        out.putInt(SET).position(COUNTS);
        out.putInt(rx).putInt(tx).putInt(other).putInt(combined);
        return Octets.of(out.array());
    }
}
