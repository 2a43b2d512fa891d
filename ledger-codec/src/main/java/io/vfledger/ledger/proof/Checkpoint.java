package io.vfledger.ledger.proof;

import io.vfledger.host.Bytes;
import java.util.Base64;
import java.util.List;

/**
 * The head of a ledger partition's tree (C2SP tlog-checkpoint).
 *
 * @param origin which ledger and partition, as {@link #originOf} makes it
 * @param size entries under it, 0 or more
 * @param root of the tree
 */
public record Checkpoint(String origin, long size, Bytes root) {
    public Checkpoint {
        NotePublicKey.requireName(origin);
        if (size < 0) {
            throw new IllegalArgumentException("a tree of " + size + " entries; allowed is 0 or more");
        }
        TreeHash.requireHash(root);
    }

    /**
     * The origin of a partition's checkpoints, and the name of the key in their signatures.
     *
     * @param ledger the name of the ledger, which its key bears
     * @param partition of the topic ledger
     */
    public static String originOf(String ledger, int partition) {
        return ledger + "/" + partition;
    }

    /** The text of its note. */
    public String text() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root.toArray()) + "\n";
    }

    /**
     * Reads the text of a note; lines of extensions are not looked at.
     *
     * @throws IllegalArgumentException when it is no checkpoint
     */
    public static Checkpoint parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() < 3 || !lines.get(1).matches("0|[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException("it is not a checkpoint: an origin, a tree size and a root hash");
        }
        return new Checkpoint(
                lines.get(0),
                Long.parseLong(lines.get(1)),
                Bytes.owned(Base64.getDecoder().decode(lines.get(2))));
    }

    /** The partition that the origin names; -1 where it does not end with one. */
    public int partition() {
        String number = origin.substring(origin.lastIndexOf('/') + 1);
        return number.matches("[0-9]{1,6}") ? Integer.parseInt(number) : -1;
    }

    /** Signed by a ledger's key, under the origin's name. */
    public SignedNote sign(NotePrivateKey key) {
        return SignedNote.sign(text(), key.named(origin));
    }
}
