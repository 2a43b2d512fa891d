package io.vfledger.netlink.wire;

/** {@code struct rtgenmsg} (linux/rtnetlink.h): the family alone, padded to four bytes; AF_UNSPEC for namespace ids. */
public final class NamespaceHeader {
    public static final int LENGTH = 4;

    private NamespaceHeader() {}

    public static Octets encode() {
        return Octets.of(new byte[LENGTH]);
    }
}
