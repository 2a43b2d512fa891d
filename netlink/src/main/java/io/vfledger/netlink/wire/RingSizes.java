package io.vfledger.netlink.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code struct ethtool_ringparam} (linux/ethtool.h), descriptors.
 *
 * @param rx {@code rx_pending}
 * @param rxMini {@code rx_mini_pending}
 * @param rxJumbo {@code rx_jumbo_pending}
 * @param tx {@code tx_pending}
 */
public record RingSizes(int rx, int rxMini, int rxJumbo, int tx) {
    /** {@code ETHTOOL_GRINGPARAM}. */
    public static final int GET = 0x10;

    /** {@code ETHTOOL_SRINGPARAM}. */
    public static final int SET = 0x11;

    /** {@code sizeof(struct ethtool_ringparam)}, bytes. */
    public static final int LENGTH = 36;

    private static final int PENDING = 20;

    public static RingSizes decode(Octets bytes) {
        Limits.requireLength("ethtool_ringparam", bytes, LENGTH);
        ByteBuffer in = bytes.buffer().position(PENDING).slice().order(ByteOrder.nativeOrder());
        return new RingSizes(in.getInt(0), in.getInt(4), in.getInt(8), in.getInt(12));
    }

    /** The request that sets these. */
    public Octets encode() {
        ByteBuffer out = ByteBuffer.allocate(LENGTH).order(ByteOrder.nativeOrder());
        out.putInt(SET).position(PENDING);
        out.putInt(rx).putInt(rxMini).putInt(rxJumbo).putInt(tx);
        return Octets.of(out.array());
    }
}
