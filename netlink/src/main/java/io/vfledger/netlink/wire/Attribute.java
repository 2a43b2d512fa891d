package io.vfledger.netlink.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One attribute: {@code struct nlattr} (linux/netlink.h) and its value.
 *
 * @param type {@code nla_type} without its two flag bits, 0 to 16383
 * @param nested {@code NLA_F_NESTED}; the kernel leaves it off for some nests (IFLA_VFINFO_LIST), so it is kept, not
 *     relied on
 * @param networkOrder {@code NLA_F_NET_BYTEORDER}
 * @param value the bytes after the 4 byte header, at most 65531
 */
public record Attribute(int type, boolean nested, boolean networkOrder, Octets value) {
    private static final int NESTED_BIT = 0x8000;
    private static final int NETWORK_ORDER_BIT = 0x4000;
    static final int TYPE_MASK = 0x3fff;
    static final int HEADER_LENGTH = 4;

    public Attribute {
        if (type < 0 || type > TYPE_MASK) {
            throw new IllegalArgumentException("attribute type " + type + ", allowed is 0 to " + TYPE_MASK);
        }
        if (value.length() > Limits.ATTRIBUTE_VALUE) {
            throw new IllegalArgumentException("attribute " + type + " of " + value.length()
                    + " bytes, allowed is at most " + Limits.ATTRIBUTE_VALUE);
        }
    }

    public static Attribute of(int type, Octets value) {
        return new Attribute(type, false, false, value);
    }

    /** An unsigned byte. */
    public static Attribute u8(int type, int value) {
        Limits.requireUnsigned8("attribute " + type, value);
        return of(type, Octets.of((byte) value));
    }

    /** An unsigned 16 bit number in the machine's order. */
    public static Attribute u16(int type, int value) {
        Limits.requireUnsigned16("attribute " + type, value);
        return of(type, Octets.of(buffer(2).putShort((short) value).array()));
    }

    /** An unsigned 16 bit number in network order, without the flag, as rtnetlink wants its protocol numbers. */
    public static Attribute be16(int type, int value) {
        Limits.requireUnsigned16("attribute " + type, value);
        return of(type, Octets.of((byte) (value >>> 8), (byte) value));
    }

    /** A 32 bit number in the machine's order; the bits are taken as they are. */
    public static Attribute u32(int type, int value) {
        return of(type, Octets.of(buffer(4).putInt(value).array()));
    }

    /** A UTF-8 string with the terminating zero that the kernel expects. */
    public static Attribute string(int type, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        return of(type, Octets.first(text, text.length + 1));
    }

    /** A nest, marked with {@code NLA_F_NESTED}. */
    public static Attribute nest(int type, Attribute... children) {
        return new Attribute(type, true, false, new Attributes(List.of(children)).encode());
    }

    /** A nest without the mark, for attributes older than it. */
    public static Attribute bareNest(int type, Attribute... children) {
        return of(type, new Attributes(List.of(children)).encode());
    }

    public int asU8() {
        Limits.requireLength("attribute " + type, value, 1);
        return Byte.toUnsignedInt(value.buffer().get(0));
    }

    public int asU16() {
        Limits.requireLength("attribute " + type, value, 2);
        return Short.toUnsignedInt(value.buffer().getShort(0));
    }

    public int asBe16() {
        Limits.requireLength("attribute " + type, value, 2);
        return Short.toUnsignedInt(value.buffer().order(ByteOrder.BIG_ENDIAN).getShort(0));
    }

    /** The 32 bits as a signed int; {@link Integer#toUnsignedLong} where the kernel means unsigned. */
    public int asInt() {
        Limits.requireLength("attribute " + type, value, 4);
        return value.buffer().getInt(0);
    }

    /** The 64 bits as a signed long; counters wrap into the negative only after 2^63. */
    public long asLong() {
        Limits.requireLength("attribute " + type, value, 8);
        return value.buffer().getLong(0);
    }

    /** The text up to the first zero byte or the end. */
    public String asString() {
        String text = new String(value.toArray(), StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    public Attributes asNest() {
        return Attributes.decode(value);
    }

    int typeWithFlags() {
        return type | (nested ? NESTED_BIT : 0) | (networkOrder ? NETWORK_ORDER_BIT : 0);
    }

    static Attribute fromWire(int typeWithFlags, Octets value) {
        return new Attribute(
                typeWithFlags & TYPE_MASK,
                (typeWithFlags & NESTED_BIT) != 0,
                (typeWithFlags & NETWORK_ORDER_BIT) != 0,
                value);
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    }
}
