package io.vfledger.inventory.stream;

import io.vfledger.host.Bytes;
import io.vfledger.ledger.proof.Checkpoint;
import io.vfledger.ledger.proof.Frontier;
import java.util.Optional;

/** The Merkle tree of one ledger partition, as far as it was read, and which head of it was signed last. */
final class PartitionTree {
    private final String origin;
    private final Frontier tree = new Frontier();
    private final Optional<Checkpoint> before;
    private Optional<String> fault = Optional.empty();
    private long signedSize;
    private long nextOffset;
    private long waitingSinceMs;

    /**
     * A tree without entries.
     *
     * @param before the last head that was signed in an earlier life: no other is signed that does not go on from it
     */
    PartitionTree(String origin, Optional<Checkpoint> before) {
        this.origin = origin;
        this.before = before;
        this.signedSize = before.map(Checkpoint::size).orElse(0L);
    }

    /** Takes the next entry. */
    void take(long offset, long partitionSeq, Bytes leafHash, long nowMs) {
        nextOffset = offset + 1;
        if (partitionSeq != tree.size()) {
            stop("the entry at offset " + offset + " has partition_seq " + partitionSeq + ", but " + tree.size()
                    + " must follow");
            return;
        }
        if (tree.size() <= signedSize) {
            waitingSinceMs = nowMs;
        }
        tree.append(leafHash);
        before.filter(head -> head.size() == tree.size() && !head.root().equals(tree.root()))
                .ifPresent(head -> stop("the ledger is not the one whose head of " + head.size()
                        + " entries was signed: an entry was changed since"));
    }

    /** Signs no head of it any more. */
    void stop(String why) {
        fault = fault.or(() -> Optional.of(why));
    }

    /** Why no head of it is signed any more. */
    Optional<String> fault() {
        return fault;
    }

    /** Where to read on. */
    long nextOffset() {
        return nextOffset;
    }

    /** The head to be signed now. */
    Optional<Checkpoint> due(CheckpointRule rule, long nowMs) {
        long waiting = tree.size() - signedSize;
        boolean due = waiting >= rule.entries()
                || (waiting > 0 && nowMs - waitingSinceMs >= rule.age().toMillis());
        return due && fault.isEmpty()
                ? Optional.of(new Checkpoint(origin, tree.size(), tree.root()))
                : Optional.empty();
    }

    /** That head lies in the topic. */
    void signed(Checkpoint head) {
        signedSize = head.size();
    }
}
