package io.vfledger.netlink.wire;

/** Ranges and alignment that netlink's structures share. */
final class Limits {
    /** Longest attribute value: {@code nla_len} is 16 bits and counts its own 4 byte header. */
    static final int ATTRIBUTE_VALUE = 0xffff - 4;

    private Limits() {}

    /** {@code NLMSG_ALIGN} and {@code NLA_ALIGN}: both round up to four bytes. */
    static int align4(int length) {
        return (length + 3) & ~3;
    }

    static void requireUnsigned16(String what, int value) {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException(what + " " + value + ", allowed is 0 to 65535");
        }
    }

    static void requireUnsigned8(String what, int value) {
        if (value < 0 || value > 0xff) {
            throw new IllegalArgumentException(what + " " + value + ", allowed is 0 to 255");
        }
    }

    static void requireLength(String what, Octets bytes, int minimum) {
        if (bytes.length() < minimum) {
            throw new MalformedMessageException(
                    what + " needs at least " + minimum + " bytes, " + bytes.length() + " came");
        }
    }
}
