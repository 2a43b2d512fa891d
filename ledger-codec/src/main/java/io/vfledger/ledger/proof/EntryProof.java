package io.vfledger.ledger.proof;

import io.vfledger.host.Bytes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * That an entry is in a ledger whose head was signed; checked without the ledger. Written as C2SP tlog-proof, with the
 * leaf's content in the line {@code extra}.
 *
 * @param leaf the entry
 * @param index its partition_seq
 * @param path as {@link InclusionProof} has it
 * @param note the signed checkpoint
 */
public record EntryProof(LedgerLeaf leaf, long index, List<Bytes> path, SignedNote note) {
    /** Largest proof that is read, characters: an entry of 4 MiB in base64, and a little more. */
    public static final int MOST_CHARACTERS = 6 * 1024 * 1024;

    private static final String FIRST = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";

    public EntryProof {
        path = List.copyOf(path);
    }

    /**
     * Checks it.
     *
     * @param key the ledger's key
     * @return what is wrong with it; empty: the entry is in the ledger that the key signed
     */
    public Optional<String> fault(NotePublicKey key) {
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        if (!checkpoint.origin().equals(Checkpoint.originOf(key.name(), checkpoint.partition()))) {
            return Optional.of("the checkpoint is of " + checkpoint.origin() + ", not of a partition of " + key.name());
        }
        if (!note.isSignedBy(key.named(checkpoint.origin()))) {
            return Optional.of("the checkpoint is not signed by " + key.name());
        }
        if (index >= checkpoint.size()) {
            return Optional.of("entry " + index + " is not under a checkpoint of " + checkpoint.size() + " entries");
        }
        boolean included = new InclusionProof(index, checkpoint.size(), path)
                .root(leaf.hash())
                .filter(checkpoint.root()::equals)
                .isPresent();
        return included
                ? Optional.empty()
                : Optional.of("entry and path do not lead to the root that was signed: one of them was changed");
    }

    /**
     * Reads a proof.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static EntryProof parse(String text) {
        int end = text.indexOf("\n\n");
        List<String> lines = text.length() > MOST_CHARACTERS || end < 0
                ? List.of()
                : text.substring(0, end).lines().toList();
        if (lines.size() < 3
                || !lines.get(0).equals(FIRST)
                || !lines.get(1).startsWith(EXTRA)
                || !lines.get(2).matches(INDEX + "(0|[1-9][0-9]{0,17})")) {
            throw new IllegalArgumentException("it is not a proof of an entry: lines '" + FIRST + "', 'extra ...',"
                    + " 'index N', hashes, an empty line and a checkpoint");
        }
        Base64.Decoder base64 = Base64.getDecoder();
        List<Bytes> path = new ArrayList<>();
        for (String line : lines.subList(3, lines.size())) {
            path.add(TreeHash.requireHash(Bytes.owned(base64.decode(line))));
        }
        return new EntryProof(
                LedgerLeaf.parse(base64.decode(lines.get(1).substring(EXTRA.length()))),
                Long.parseLong(lines.get(2).substring(INDEX.length())),
                path,
                SignedNote.parse(text.substring(end + 2)));
    }

    /** The proof. */
    @Override
    public String toString() {
        Base64.Encoder base64 = Base64.getEncoder();
        StringBuilder text = new StringBuilder(FIRST).append('\n');
        text.append(EXTRA).append(base64.encodeToString(leaf.content())).append('\n');
        text.append(INDEX).append(index).append('\n');
        path.forEach(hash -> text.append(base64.encodeToString(hash.toArray())).append('\n'));
        return text.append('\n').append(note).toString();
    }
}
