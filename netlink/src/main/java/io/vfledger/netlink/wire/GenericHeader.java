package io.vfledger.netlink.wire;

/** {@code struct genlmsghdr} (linux/genetlink.h): command, version and two reserved bytes. */
public final class GenericHeader {
    /** {@code GENL_HDRLEN}, bytes. */
    public static final int LENGTH = 4;

    private GenericHeader() {}

    /**
     * The header as it goes on the wire.
     *
     * @param command a command of the family, 0 to 255
     * @param version of the command, 0 to 255
     */
    public static Octets encode(int command, int version) {
        Limits.requireUnsigned8("generic netlink command", command);
        Limits.requireUnsigned8("generic netlink version", version);
        return Octets.of((byte) command, (byte) version, (byte) 0, (byte) 0);
    }

    /** What follows the header. */
    public static Attributes attributes(Octets payload) {
        return Attributes.decode(payload.slice(LENGTH, payload.length()));
    }
}
