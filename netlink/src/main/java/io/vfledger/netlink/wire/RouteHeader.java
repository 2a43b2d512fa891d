package io.vfledger.netlink.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code struct rtmsg} (linux/rtnetlink.h); the source selector and TOS are not used here and stay 0.
 *
 * @param family {@code rtm_family}: 2 AF_INET, 10 AF_INET6
 * @param destinationLength {@code rtm_dst_len}, bits
 * @param table {@code rtm_table}, the low eight bits; 254 is main
 * @param protocol {@code rtm_protocol}, who made it: 2 kernel, 3 boot, 4 static
 * @param scope {@code rtm_scope}: 0 universe, 253 link, 254 host
 * @param type {@code rtm_type}: 1 unicast
 * @param flags {@code rtm_flags}, RTM_F_* and RTNH_F_*
 */
public record RouteHeader(int family, int destinationLength, int table, int protocol, int scope, int type, int flags) {
    public static final int LENGTH = 12;

    public RouteHeader {
        Limits.requireUnsigned8("address family", family);
        Limits.requireUnsigned8("destination length", destinationLength);
        Limits.requireUnsigned8("routing table", table);
        Limits.requireUnsigned8("routing protocol", protocol);
        Limits.requireUnsigned8("route scope", scope);
        Limits.requireUnsigned8("route type", type);
    }

    public Octets encode() {
        ByteBuffer out = ByteBuffer.allocate(LENGTH).order(ByteOrder.nativeOrder());
        out.put((byte) family).put((byte) destinationLength).put((byte) 0).put((byte) 0);
        out.put((byte) table).put((byte) protocol).put((byte) scope).put((byte) type);
        return Octets.of(out.putInt(flags).array());
    }

    public static RouteHeader decode(Octets bytes) {
        Limits.requireLength("rtmsg", bytes, LENGTH);
        ByteBuffer in = bytes.buffer();
        return new RouteHeader(
                Byte.toUnsignedInt(in.get(0)),
                Byte.toUnsignedInt(in.get(1)),
                Byte.toUnsignedInt(in.get(4)),
                Byte.toUnsignedInt(in.get(5)),
                Byte.toUnsignedInt(in.get(6)),
                Byte.toUnsignedInt(in.get(7)),
                in.getInt(8));
    }
}
