package io.vfledger.netlink.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code struct ifla_vf_rate} (linux/if_link.h), the value of IFLA_VF_RATE.
 *
 * @param vf the VF's index on its PF
 * @param minimumMbps {@code min_tx_rate}, Mbit/s, 0 for none
 * @param maximumMbps {@code max_tx_rate}, Mbit/s, 0 for unlimited
 */
public record VfRate(int vf, int minimumMbps, int maximumMbps) {
    public static final int LENGTH = 12;

    public Octets encode() {
        ByteBuffer out = ByteBuffer.allocate(LENGTH).order(ByteOrder.nativeOrder());
        return Octets.of(out.putInt(vf).putInt(minimumMbps).putInt(maximumMbps).array());
    }

    public static VfRate decode(Octets bytes) {
        Limits.requireLength("ifla_vf_rate", bytes, LENGTH);
        ByteBuffer in = bytes.buffer();
        return new VfRate(in.getInt(0), in.getInt(4), in.getInt(8));
    }
}
