package io.vfledger.vfctl.evidence;

import io.vfledger.avro.TreeHead;
import io.vfledger.host.Bytes;
import io.vfledger.ledger.proof.Checkpoint;
import io.vfledger.ledger.proof.NotePublicKey;
import io.vfledger.ledger.proof.SignedNote;
import io.vfledger.vfctl.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A head of a ledger partition that somebody has.
 *
 * @param checkpoint the head
 * @param note what was signed
 * @param source where it comes from, for people
 */
record KnownHead(Checkpoint checkpoint, SignedNote note, String source) {
    private static final long MOST_BYTES = 256 * 1024;

    /**
     * Reads a note.
     *
     * @throws IllegalArgumentException when it is no checkpoint of a ledger partition
     */
    static KnownHead of(String text, String source) {
        SignedNote note = SignedNote.parse(text);
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        if (checkpoint.partition() < 0) {
            throw new IllegalArgumentException(
                    "origin " + checkpoint.origin() + " does not end with the number of a ledger partition");
        }
        return new KnownHead(checkpoint, note, source);
    }

    /**
     * Reads a record of the topic.
     *
     * @throws IllegalArgumentException when its note is no checkpoint, or is not of what the record says
     */
    static KnownHead of(TreeHead record, String source) {
        KnownHead head = of(record.getNote(), source);
        byte[] root = new byte[record.getRootHash().remaining()];
        record.getRootHash().duplicate().get(root);
        Checkpoint checkpoint = head.checkpoint();
        if (checkpoint.size() != record.getTreeSize()
                || checkpoint.partition() != record.getPartition()
                || !checkpoint.root().equals(Bytes.owned(root))) {
            throw new IllegalArgumentException("its note is of another head than the record");
        }
        return head;
    }

    /**
     * Reads a file that an auditor kept.
     *
     * @throws Refusal when it is no checkpoint
     */
    static KnownHead read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new Refusal("'" + file + "' is no checkpoint: it is larger than " + MOST_BYTES + " bytes");
            }
            return of(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new Refusal("the checkpoint '" + file + "' cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw new Refusal("'" + file + "' is no checkpoint: " + e.getMessage());
        }
    }

    /** What is wrong with its signature. */
    Optional<String> fault(NotePublicKey key) {
        if (!checkpoint.origin().equals(Checkpoint.originOf(key.name(), checkpoint.partition()))) {
            return Optional.of(source + " is of " + checkpoint.origin() + ", not of the ledger " + key.name());
        }
        return note.isSignedBy(key.named(checkpoint.origin()))
                ? Optional.empty()
                : Optional.of(source + " is not signed by the key of " + key.name());
    }
}
