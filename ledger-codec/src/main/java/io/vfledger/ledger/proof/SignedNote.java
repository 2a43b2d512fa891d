package io.vfledger.ledger.proof;

import io.vfledger.host.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A text and signatures over it (C2SP signed-note): the text, an empty line, and a line
 * {@code — NAME BASE64(KEYID SIGNATURE)} for each signature.
 *
 * @param text ends with a newline
 * @param signatures at least one, at most 64
 */
public record SignedNote(String text, List<SignedBy> signatures) {
    private static final int MOST_CHARACTERS = 256 * 1024;
    private static final int MOST_SIGNATURES = 64;
    private static final String MARK = "— ";

    /**
     * A signature.
     *
     * @param name of the key
     * @param keyId of the key
     * @param signature over the text, as the kind of key makes it
     */
    public record SignedBy(String name, int keyId, Bytes signature) {
        String line() {
            byte[] bytes = ByteBuffer.allocate(Integer.BYTES + signature.size())
                    .putInt(keyId)
                    .put(signature.toArray())
                    .array();
            return MARK + name + " " + Base64.getEncoder().encodeToString(bytes) + "\n";
        }
    }

    public SignedNote {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n") || text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new IllegalArgumentException(
                    "a note's text must end with a newline and have no other control character");
        }
        if (signatures.isEmpty() || signatures.size() > MOST_SIGNATURES) {
            throw new IllegalArgumentException(
                    "a note has " + signatures.size() + " signatures; allowed are 1 to " + MOST_SIGNATURES);
        }
    }

    /** Signs a text. */
    public static SignedNote sign(String text, NotePrivateKey key) {
        NotePublicKey by = key.publicKey();
        return new SignedNote(text, List.of(new SignedBy(by.name(), by.id(), key.sign(text))));
    }

    /**
     * Reads a note.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static SignedNote parse(String note) {
        int end = note.lastIndexOf("\n\n");
        if (note.length() > MOST_CHARACTERS || end < 0 || !note.endsWith("\n")) {
            throw new IllegalArgumentException("it is not a signed note: a text, an empty line and signatures, at most "
                    + MOST_CHARACTERS + " characters");
        }
        List<SignedBy> signatures = new ArrayList<>();
        for (String line : note.substring(end + 2).split("\n", -1)) {
            if (!line.isEmpty()) {
                signatures.add(signature(line));
            }
        }
        return new SignedNote(note.substring(0, end + 1), signatures);
    }

    private static SignedBy signature(String line) {
        String[] parts = line.split(" ", -1);
        if (parts.length == 3 && (parts[0] + " ").equals(MARK) && !parts[1].isEmpty()) {
            byte[] bytes = Base64.getDecoder().decode(parts[2]);
            if (bytes.length > Integer.BYTES) {
                return new SignedBy(
                        parts[1],
                        ByteBuffer.wrap(bytes).getInt(),
                        Bytes.owned(Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length)));
            }
        }
        throw new IllegalArgumentException("'" + line + "' is not the signature of a note");
    }

    /** Whether that key has signed it, and no signature that claims to be that key's is wrong. */
    public boolean isSignedBy(NotePublicKey key) {
        List<SignedBy> claimed = signatures.stream()
                .filter(by -> by.name().equals(key.name()) && by.keyId() == key.id())
                .toList();
        return !claimed.isEmpty() && claimed.stream().allMatch(by -> key.verifies(text, by.signature()));
    }

    /** The note. */
    @Override
    public String toString() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(by -> note.append(by.line()));
        return note.toString();
    }
}
