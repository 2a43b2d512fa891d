package io.vfledger.netlink.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The pair that {@code struct ifla_vf_spoofchk}, {@code _trust}, {@code _link_state} and {@code _rss_query_en}
 * (linux/if_link.h) have in common.
 *
 * @param vf the VF's index on its PF
 * @param setting the value; -1 where the driver has no such thing
 */
public record VfSetting(int vf, int setting) {
    public static final int LENGTH = 8;

    public Octets encode() {
        ByteBuffer out = ByteBuffer.allocate(LENGTH).order(ByteOrder.nativeOrder());
        return Octets.of(out.putInt(vf).putInt(setting).array());
    }

    public static VfSetting decode(Octets bytes) {
        Limits.requireLength("a VF setting", bytes, LENGTH);
        ByteBuffer in = bytes.buffer();
        return new VfSetting(in.getInt(0), in.getInt(4));
    }
}
