package io.vfledger.ledger.proof;

import io.vfledger.host.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * An Ed25519 key that signs notes. Written in two lines: the key itself as
 * {@code PRIVATE+KEY+NAME+KEYID+BASE64(0x01 SEED)}, then the public key that belongs to it. The text is a secret.
 */
public final class NotePrivateKey {
    private static final String PREFIX = "PRIVATE+KEY+";

    /** What a PKCS #8 form of Ed25519 has before the seed (RFC 8410). */
    private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private final NotePublicKey publicKey;
    private final PrivateKey privateKey;

    private NotePrivateKey(NotePublicKey publicKey, PrivateKey privateKey) {
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    /**
     * A key from the JDK.
     *
     * @param name of the key, as {@link NotePublicKey} allows it
     * @throws IllegalArgumentException when the pair is none of Ed25519
     */
    public static NotePrivateKey of(String name, KeyPair pair) {
        return new NotePrivateKey(NotePublicKey.of(name, pair.getPublic()), pair.getPrivate());
    }

    /**
     * Reads its written form.
     *
     * @throws IllegalArgumentException when it is none, or its two lines do not belong together; the message does not
     *     tell the secret
     */
    public static NotePrivateKey parse(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        if (lines.size() != 2 || !lines.getFirst().startsWith(PREFIX)) {
            throw new IllegalArgumentException(
                    "it is not a private key: a line that begins with " + PREFIX + " and one with the public key");
        }
        NotePublicKey publicKey = NotePublicKey.parse(lines.get(1));
        String head = PREFIX + publicKey.name() + "+" + HexFormat.of().toHexDigits(publicKey.id()) + "+";
        byte[] typed = lines.getFirst().startsWith(head)
                ? Base64.getDecoder().decode(lines.getFirst().substring(head.length()))
                : new byte[0];
        if (typed.length != 1 + TreeHash.BYTES || typed[0] != NotePublicKey.ED25519) {
            throw new IllegalArgumentException(
                    "the private key of " + publicKey.name() + " is damaged, or its public key is another's");
        }
        NotePrivateKey key = new NotePrivateKey(publicKey, platformKey(Arrays.copyOfRange(typed, 1, typed.length)));
        if (!publicKey.verifies(PREFIX, key.sign(PREFIX))) {
            throw new IllegalArgumentException("the private and the public key of " + publicKey.name()
                    + " do not belong together; make a new one with vfctl key create");
        }
        return key;
    }

    private static PrivateKey platformKey(byte[] seed) {
        byte[] encoded = ByteBuffer.allocate(PKCS8.length + seed.length)
                .put(PKCS8)
                .put(seed)
                .array();
        try {
            return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (InvalidKeySpecException e) {
            throw new IllegalArgumentException("the private key is none of Ed25519", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    /** The key that checks what this one signs. */
    public NotePublicKey publicKey() {
        return publicKey;
    }

    /** The same key by another name. */
    public NotePrivateKey named(String other) {
        return new NotePrivateKey(publicKey.named(other), privateKey);
    }

    /** The signature over that text, 64 bytes; always the same for the same text. */
    Bytes sign(String text) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(privateKey);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Bytes.owned(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    /** Its written form: a secret. */
    public String secretText() {
        byte[] encoded = privateKey.getEncoded();
        Bytes seed = Bytes.owned(Arrays.copyOfRange(encoded, encoded.length - TreeHash.BYTES, encoded.length));
        return PREFIX + publicKey.name() + "+" + HexFormat.of().toHexDigits(publicKey.id()) + "+"
                + NotePublicKey.base64(seed) + "\n" + publicKey + "\n";
    }
}
