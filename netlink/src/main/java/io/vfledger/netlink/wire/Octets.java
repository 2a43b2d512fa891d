package io.vfledger.netlink.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/** An immutable run of bytes with value equality; numbers in it are read in the machine's byte order, as netlink does. */
public final class Octets {
    private static final Octets EMPTY = new Octets(new byte[0]);

    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    /** No bytes at all. */
    public static Octets empty() {
        return EMPTY;
    }

    /** A copy of the given bytes. */
    public static Octets of(byte... bytes) {
        return new Octets(bytes.clone());
    }

    /** The first {@code length} bytes of {@code bytes}, copied. */
    public static Octets first(byte[] bytes, int length) {
        return new Octets(Arrays.copyOf(bytes, length));
    }

    /** Bytes from hexadecimal digits; throws IllegalArgumentException on anything else. */
    public static Octets ofHex(String digits) {
        return new Octets(HexFormat.of().parseHex(digits));
    }

    public int length() {
        return bytes.length;
    }

    /** Bytes {@code from} (inclusive) to {@code to} (exclusive). */
    public Octets slice(int from, int to) {
        if (from < 0 || to > bytes.length || from > to) {
            throw new MalformedMessageException(
                    "bytes " + from + " to " + to + " asked of a field of " + bytes.length + " bytes");
        }
        return new Octets(Arrays.copyOfRange(bytes, from, to));
    }

    /** A read-only view in the machine's byte order. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer().order(ByteOrder.nativeOrder());
    }

    public byte[] toArray() {
        return bytes.clone();
    }

    public String toHex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return toHex();
    }
}
