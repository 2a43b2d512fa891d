package io.vfledger.netlink.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code struct ifinfomsg} (linux/rtnetlink.h).
 *
 * @param family {@code ifi_family}, AF_UNSPEC (0) for plain links
 * @param hardwareType {@code ifi_type}, ARPHRD_*; 1 is Ethernet
 * @param index {@code ifi_index}, 0 when the link is named by attribute
 * @param flags {@code ifi_flags}, IFF_*
 * @param change {@code ifi_change}, which of the flags a request sets
 */
public record LinkHeader(int family, int hardwareType, int index, int flags, int change) {
    public static final int LENGTH = 16;

    public LinkHeader {
        Limits.requireUnsigned8("address family", family);
        Limits.requireUnsigned16("hardware type", hardwareType);
    }

    /** A header that names a link and changes no flag. */
    public static LinkHeader ofIndex(int index) {
        return new LinkHeader(0, 0, index, 0, 0);
    }

    public Octets encode() {
        ByteBuffer out = ByteBuffer.allocate(LENGTH).order(ByteOrder.nativeOrder());
        out.put((byte) family).put((byte) 0).putShort((short) hardwareType);
        out.putInt(index).putInt(flags).putInt(change);
        return Octets.of(out.array());
    }

    public static LinkHeader decode(Octets bytes) {
        Limits.requireLength("ifinfomsg", bytes, LENGTH);
        ByteBuffer in = bytes.buffer();
        return new LinkHeader(
                Byte.toUnsignedInt(in.get(0)),
                Short.toUnsignedInt(in.getShort(2)),
                in.getInt(4),
                in.getInt(8),
                in.getInt(12));
    }
}
