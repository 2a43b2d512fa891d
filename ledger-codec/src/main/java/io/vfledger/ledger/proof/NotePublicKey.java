package io.vfledger.ledger.proof;

import io.vfledger.host.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * An Ed25519 key by which signatures of notes are checked (C2SP signed-note); written as
 * {@code NAME+KEYID+BASE64(0x01 KEY)}.
 *
 * @param name of the key: letters, digits and {@code . _ - /}, at most 200
 * @param key 32 bytes (RFC 8032)
 */
public record NotePublicKey(String name, Bytes key) {
    static final byte ED25519 = 1;

    /** What a SubjectPublicKeyInfo of Ed25519 has before the key (RFC 8410). */
    private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    public NotePublicKey {
        requireName(name);
        TreeHash.requireHash(key);
    }

    static void requireName(String name) {
        if (!name.matches("[A-Za-z0-9._/-]{1,200}")) {
            throw new IllegalArgumentException("key name '" + name
                    + "' is not valid: allowed are 1 to 200 letters, digits, '.', '_', '-' and '/'");
        }
    }

    /**
     * Reads its written form.
     *
     * @throws IllegalArgumentException when it is none, or its id is not that of its name and key
     */
    public static NotePublicKey parse(String text) {
        String[] parts = text.strip().split("\\+", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "public key '" + text.strip() + "' is not valid: allowed is NAME+KEYID+BASE64");
        }
        byte[] typed = Base64.getDecoder().decode(parts[2]);
        if (typed.length != 1 + TreeHash.BYTES || typed[0] != ED25519) {
            throw new IllegalArgumentException(
                    "public key of " + parts[0] + " is not one of Ed25519: its type must be 1, its length 32 bytes");
        }
        NotePublicKey key = new NotePublicKey(parts[0], Bytes.owned(Arrays.copyOfRange(typed, 1, typed.length)));
        if (!HexFormat.of().toHexDigits(key.id()).equals(parts[1])) {
            throw new IllegalArgumentException("public key of " + parts[0] + " has id " + parts[1]
                    + ", but should have " + HexFormat.of().toHexDigits(key.id()) + ": it was damaged or renamed");
        }
        return key;
    }

    /** The same key by another name, and so with another id. */
    public NotePublicKey named(String other) {
        return new NotePublicKey(other, key);
    }

    /** SHA-256 over name, newline, 1 and key: the first four bytes, big-endian. */
    public int id() {
        MessageDigest digest = TreeHash.sha256();
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        digest.update(ED25519);
        return ByteBuffer.wrap(digest.digest(key.toArray())).getInt();
    }

    /** Whether that signature is this key's over that text; a malformed one is not. */
    boolean verifies(String text, Bytes signed) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(platformKey());
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return signature.verify(signed.toArray());
        } catch (SignatureException | InvalidKeyException | InvalidKeySpecException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    private PublicKey platformKey() throws GeneralSecurityException {
        byte[] encoded = ByteBuffer.allocate(SPKI.length + key.size())
                .put(SPKI)
                .put(key.toArray())
                .array();
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    static NotePublicKey of(String name, PublicKey key) {
        byte[] encoded = key.getEncoded();
        if (encoded.length != SPKI.length + TreeHash.BYTES
                || !Arrays.equals(Arrays.copyOf(encoded, SPKI.length), SPKI)) {
            throw new IllegalArgumentException("a key of " + key.getAlgorithm() + " is none of Ed25519");
        }
        return new NotePublicKey(name, Bytes.owned(Arrays.copyOfRange(encoded, SPKI.length, encoded.length)));
    }

    /** Its written form. */
    @Override
    public String toString() {
        return name + "+" + HexFormat.of().toHexDigits(id()) + "+" + base64(key);
    }

    static String base64(Bytes key) {
        byte[] typed = ByteBuffer.allocate(1 + key.size())
                .put(ED25519)
                .put(key.toArray())
                .array();
        return Base64.getEncoder().encodeToString(typed);
    }
}
