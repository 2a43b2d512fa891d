package io.vfledger.vfctl.evidence;

import io.vfledger.ledger.proof.NotePrivateKey;
import io.vfledger.ledger.proof.NotePublicKey;
import io.vfledger.vfctl.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/** The files of the key that signs a ledger's heads: the secret one, and the one for auditors beside it. */
public final class KeyFiles {
    private static final int NAME_BYTES = 8;
    private static final long MOST_BYTES = 4_096;

    private KeyFiles() {}

    /**
     * Makes a new key.
     *
     * @param file for the secret, mode 0600; the public key goes to the file of the same name and {@code .pub}
     * @param ledger the name of the ledger, which the key bears; empty: one drawn at random
     * @throws Refusal when one of the files is there already, or cannot be written
     */
    public static NotePublicKey create(Path file, String ledger) {
        NotePrivateKey key = draw(ledger.isEmpty() ? randomName() : ledger);
        Path shared = publicFile(file);
        try {
            if (Files.exists(shared)) {
                throw new FileAlreadyExistsException(shared.toString());
            }
            write(file, key.secretText(), "rw-------");
            write(shared, key.publicKey() + "\n", "rw-r--r--");
        } catch (FileAlreadyExistsException e) {
            throw new Refusal(
                    "'" + e.getMessage() + "' is there already and is kept: heads signed with a lost key prove"
                            + " nothing; give another file");
        } catch (IOException e) {
            throw new Refusal("cannot write the key '" + file + "'", e);
        }
        return key.publicKey();
    }

    /** The file with the public key. */
    static Path publicFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".pub");
    }

    private static NotePrivateKey draw(String ledger) {
        try {
            return NotePrivateKey.of(
                    ledger, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    private static String randomName() {
        byte[] name = new byte[NAME_BYTES];
        new SecureRandom().nextBytes(name);
        return "vfledger/" + HexFormat.of().formatHex(name);
    }

    /** With its mode from the first moment on. */
    private static void write(Path file, String text, String mode) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    /**
     * A public key: as text, or from a file with a public or a private key.
     *
     * @throws Refusal when it is neither
     */
    public static NotePublicKey publicKey(String textOrFile) {
        try {
            if (textOrFile.contains("+")) {
                return NotePublicKey.parse(textOrFile);
            }
            Path file = Path.of(textOrFile);
            if (Files.size(file) > MOST_BYTES) {
                throw new Refusal("'" + file + "' is no key: it is larger than " + MOST_BYTES + " bytes");
            }
            String text = Files.readString(file);
            return text.startsWith("PRIVATE+") ? NotePrivateKey.parse(text).publicKey() : NotePublicKey.parse(text);
        } catch (IOException e) {
            throw new Refusal("the key '" + textOrFile + "' cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw new Refusal("'" + textOrFile + "' is no key: " + e.getMessage());
        }
    }
}
