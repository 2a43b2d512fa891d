package io.vfledger.host;

import java.util.Arrays;
import java.util.HexFormat;

/** Bytes that never change and are equal by content. */
public final class Bytes {
    /** No bytes. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);
    /** 32 zero bytes: the hash before the first entry. */
    public static final Bytes ZERO_HASH = new Bytes(new byte[32]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** Takes a copy. */
    public static Bytes copyOf(byte[] content) {
        return content.length == 0 ? EMPTY : new Bytes(content.clone());
    }

    /** Takes the array itself, which the caller must not touch any more. */
    public static Bytes owned(byte[] content) {
        return new Bytes(content);
    }

    public int size() {
        return content.length;
    }

    public boolean isEmpty() {
        return content.length == 0;
    }

    /** A copy of the content. */
    public byte[] toArray() {
        return content.clone();
    }

    /** In lower-case hexadecimal. */
    public String hex() {
        return HexFormat.of().formatHex(content);
    }

    void appendTo(CanonicalWriter out) {
        out.raw(content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return content.length <= 32 ? hex() : content.length + " bytes";
    }
}
