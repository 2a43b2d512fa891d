package io.vfledger.netlink.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code struct ifaddrmsg} (linux/if_addr.h).
 *
 * @param family {@code ifa_family}: 2 AF_INET, 10 AF_INET6
 * @param prefixLength {@code ifa_prefixlen}, bits
 * @param flags {@code ifa_flags}, the low eight; all 32 are in IFA_FLAGS
 * @param scope {@code ifa_scope}, RT_SCOPE_*
 * @param index {@code ifa_index}, the interface
 */
public record AddressHeader(int family, int prefixLength, int flags, int scope, int index) {
    public static final int LENGTH = 8;

    public AddressHeader {
        Limits.requireUnsigned8("address family", family);
        Limits.requireUnsigned8("prefix length", prefixLength);
        Limits.requireUnsigned8("address flags", flags);
        Limits.requireUnsigned8("address scope", scope);
    }

    public Octets encode() {
        ByteBuffer out = ByteBuffer.allocate(LENGTH).order(ByteOrder.nativeOrder());
        out.put((byte) family).put((byte) prefixLength).put((byte) flags).put((byte) scope);
        return Octets.of(out.putInt(index).array());
    }

    public static AddressHeader decode(Octets bytes) {
        Limits.requireLength("ifaddrmsg", bytes, LENGTH);
        ByteBuffer in = bytes.buffer();
        return new AddressHeader(
                Byte.toUnsignedInt(in.get(0)),
                Byte.toUnsignedInt(in.get(1)),
                Byte.toUnsignedInt(in.get(2)),
                Byte.toUnsignedInt(in.get(3)),
                in.getInt(4));
    }
}
