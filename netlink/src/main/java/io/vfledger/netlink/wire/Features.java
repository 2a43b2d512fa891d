package io.vfledger.netlink.wire;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Offload features, {@code struct ethtool_gfeatures} and {@code ethtool_sfeatures} (linux/ethtool.h): a bit for each, in
 * the running kernel's order.
 *
 * @param available those that can be changed
 * @param active those that are on now
 * @param neverChanged those that no driver can change
 * @param blocks how many 32 bit blocks the kernel has
 */
public record Features(BigInteger available, BigInteger active, BigInteger neverChanged, int blocks) {
    /** {@code ETHTOOL_GFEATURES}. */
    public static final int GET = 0x3a;

    /** {@code ETHTOOL_SFEATURES}. */
    public static final int SET = 0x3b;

    /** Blocks to make room for: kernels have two, and tell if they have more. */
    public static final int ROOM = 8;

    private static final int HEADER = 8;
    private static final int GET_BLOCK = 16;
    private static final int SET_BLOCK = 8;
    private static final int WORD = 32;
    private static final long LOW_WORD = 0xffff_ffffL;

    /** The question for the features, with room for the answer. */
    public static Octets question() {
        ByteBuffer out = ByteBuffer.allocate(HEADER + ROOM * GET_BLOCK).order(ByteOrder.nativeOrder());
        out.putInt(GET).putInt(ROOM);
        return Octets.of(out.array());
    }

    public static Features decode(Octets bytes) {
        Limits.requireLength("ethtool_gfeatures", bytes, HEADER);
        ByteBuffer in = bytes.buffer();
        int blocks = in.getInt(4);
        if (blocks < 0 || blocks > ROOM) {
            throw new MalformedMessageException("features in " + blocks + " blocks, allowed is 0 to " + ROOM);
        }
        Limits.requireLength("ethtool_gfeatures", bytes, HEADER + blocks * GET_BLOCK);
        return new Features(field(in, blocks, 0), field(in, blocks, 2), field(in, blocks, 3), blocks);
    }

    private static BigInteger field(ByteBuffer in, int blocks, int nth) {
        BigInteger bits = BigInteger.ZERO;
        for (int block = blocks - 1; block >= 0; block--) {
            long word = Integer.toUnsignedLong(in.getInt(HEADER + block * GET_BLOCK + nth * Integer.BYTES));
            bits = bits.shiftLeft(WORD).or(BigInteger.valueOf(word));
        }
        return bits;
    }

    /** The request that turns each feature on or off as in {@code wanted}, of those that differ and can be changed. */
    public Octets change(BigInteger wanted) {
        BigInteger valid = wanted.xor(active).and(available).andNot(neverChanged);
        ByteBuffer out = ByteBuffer.allocate(HEADER + blocks * SET_BLOCK).order(ByteOrder.nativeOrder());
        out.putInt(SET).putInt(blocks);
        List<Integer> words = new ArrayList<>();
        for (int block = 0; block < blocks; block++) {
            words.add(word(valid, block));
            words.add(word(wanted.and(valid), block));
        }
        words.forEach(out::putInt);
        return Octets.of(out.array());
    }

    private static int word(BigInteger bits, int block) {
        return bits.shiftRight(block * WORD).and(BigInteger.valueOf(LOW_WORD)).intValue();
    }
}
