package io.vfledger.ledger.proof;

import io.vfledger.host.Bytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A ledger entry as the Merkle tree has it: what stays the same in a mirrored cluster and a re-created registry. Its
 * content is {@code vfledger-leaf-1}, then key, schema fingerprint and Avro body, each after its length as a big-endian
 * int32.
 *
 * @param key of the Kafka record
 * @param fingerprint SHA-256 of the canonical writer schema, 32 bytes
 * @param body the Avro body, without the registry's prefix
 */
public record LedgerLeaf(Bytes key, Bytes fingerprint, Bytes body) {
    private static final byte[] DOMAIN = "vfledger-leaf-1".getBytes(StandardCharsets.US_ASCII);

    public LedgerLeaf {
        if (fingerprint.size() != TreeHash.BYTES) {
            throw new IllegalArgumentException(
                    "a schema fingerprint has " + fingerprint.size() + " bytes; allowed is " + TreeHash.BYTES);
        }
    }

    /** Its content. */
    public byte[] content() {
        Bytes[] parts = {key, fingerprint, body};
        int size = DOMAIN.length + Arrays.stream(parts).mapToInt(Bytes::size).sum() + parts.length * Integer.BYTES;
        ByteBuffer content = ByteBuffer.allocate(size).put(DOMAIN);
        for (Bytes part : parts) {
            content.putInt(part.size()).put(part.toArray());
        }
        return content.array();
    }

    /** Its hash in the tree. */
    public Bytes hash() {
        return TreeHash.leaf(content());
    }

    /**
     * Reads the content back.
     *
     * @throws IllegalArgumentException when it is not the content of a leaf
     */
    public static LedgerLeaf parse(byte[] content) {
        ByteBuffer in = ByteBuffer.wrap(content);
        try {
            if (!Arrays.equals(take(in, DOMAIN.length).toArray(), DOMAIN)) {
                throw new IllegalArgumentException("a leaf begins with 'vfledger-leaf-1'; this does not");
            }
            LedgerLeaf leaf = new LedgerLeaf(part(in), part(in), part(in));
            if (in.hasRemaining()) {
                throw new IllegalArgumentException(in.remaining() + " bytes are left after a whole leaf");
            }
            return leaf;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a leaf of " + content.length + " bytes is cut short", e);
        }
    }

    private static Bytes part(ByteBuffer in) {
        return take(in, in.getInt());
    }

    private static Bytes take(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return Bytes.owned(bytes);
    }
}
