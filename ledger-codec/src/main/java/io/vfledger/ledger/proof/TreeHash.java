package io.vfledger.ledger.proof;

import io.vfledger.host.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hashes of a Merkle tree: SHA-256, leaves and inner nodes told apart by their first byte (RFC 6962, 2.1). */
public final class TreeHash {
    /** Length of every hash, bytes. */
    public static final int BYTES = 32;

    /** Root of the tree without leaves. */
    public static final Bytes EMPTY = Bytes.owned(sha256().digest());

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private TreeHash() {}

    /** The hash of a leaf with that content. */
    public static Bytes leaf(byte[] content) {
        MessageDigest digest = sha256();
        digest.update(LEAF);
        return Bytes.owned(digest.digest(content));
    }

    /** The hash of an inner node. */
    public static Bytes node(Bytes left, Bytes right) {
        MessageDigest digest = sha256();
        digest.update(NODE);
        digest.update(left.toArray());
        return Bytes.owned(digest.digest(right.toArray()));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static Bytes requireHash(Bytes hash) {
        if (hash.size() != BYTES) {
            throw new IllegalArgumentException("a hash has " + hash.size() + " bytes; allowed is " + BYTES);
        }
        return hash;
    }
}
