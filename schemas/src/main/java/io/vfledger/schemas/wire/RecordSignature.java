package io.vfledger.schemas.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/**
 * Ed25519 (RFC 8032) over a record. What is signed is {@code vfledger-record-1}, then topic, key, schema fingerprint and
 * Avro body, each after its length as a big-endian int32: no two records have the same bytes, a body cannot be passed
 * off as another type's, and an auditor can check it from the ledger alone, where ids of a registry are not kept.
 */
public final class RecordSignature {
    private static final String ALGORITHM = "Ed25519";
    private static final byte[] DOMAIN = "vfledger-record-1".getBytes(StandardCharsets.US_ASCII);

    private RecordSignature() {}

    /**
     * What is signed of a record.
     *
     * @param topic name of its topic
     * @param key its key
     * @param fingerprint of the schema it was written with: {@link WireFormat#fingerprint}
     * @param body its Avro body, without the registry's prefix
     */
    @SuppressWarnings("ArrayRecordComponent") // carried from the record to the signature, never compared
    public record Signed(String topic, byte[] key, byte[] fingerprint, byte[] body) {
        private byte[] bytes() {
            byte[] name = topic.getBytes(StandardCharsets.UTF_8);
            int size = DOMAIN.length + 4 * Integer.BYTES + name.length + key.length + fingerprint.length + body.length;
            ByteBuffer bytes = ByteBuffer.allocate(size).put(DOMAIN);
            for (byte[] part : new byte[][] {name, key, fingerprint, body}) {
                bytes.putInt(part.length).put(part);
            }
            return bytes.array();
        }
    }

    /**
     * The signature, 64 bytes.
     *
     * @throws IllegalArgumentException when the key is not an Ed25519 key
     */
    public static byte[] sign(PrivateKey key, Signed record) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(record.bytes());
            return signature.sign();
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("a key of " + key.getAlgorithm() + " cannot sign Ed25519", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    /** Whether the signature is that key's over that record; a malformed signature is not. */
    public static boolean verify(PublicKey key, Signed record, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(record.bytes());
            return signature.verify(signed);
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("a key of " + key.getAlgorithm() + " cannot verify Ed25519", e);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }
}
