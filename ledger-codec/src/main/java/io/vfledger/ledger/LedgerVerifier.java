package io.vfledger.ledger;

import io.vfledger.host.Bytes;
import io.vfledger.host.Cause;
import io.vfledger.host.LedgerEntry;
import io.vfledger.host.StateHashes;
import io.vfledger.lifecycle.Disposition;
import io.vfledger.lifecycle.Invariants;
import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.Transition;
import io.vfledger.lifecycle.VfLifecycle;
import io.vfledger.lifecycle.Violation;
import io.vfledger.vf.NodeName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the ledger of one partition, from its first entry or a known state on, and says what does not fit: numbers that are not dense,
 * a broken chain of hashes, a state that is not the fold, a phase that may not follow, an owner too many, a refusal
 * without reason. Trusts nothing but the entries. For one thread.
 */
public final class LedgerVerifier {
    private final int partition;
    private final Map<NodeName, Chain> chains = new HashMap<>();
    private final Map<String, Long> offsets = new HashMap<>();
    private final long firstPartitionSeq;
    private long nextPartitionSeq;
    private long lastDecidedAtMs;

    private record Chain(long nodeSeq, Bytes hash, StateHashes hashes) {}

    /**
     * What does not fit.
     *
     * @param partition of the ledger
     * @param offset of the entry in it
     * @param where the node and entry, as far as they can be read
     * @param what what does not fit, with what was expected
     */
    public record Fault(int partition, long offset, String where, String what) {}

    /** @param partition number of the ledger partition, for faults */
    public LedgerVerifier(int partition) {
        this(partition, 0);
    }

    /**
     * Of a ledger that does not begin with its first entry.
     *
     * @param partition number of the ledger partition, for faults
     * @param firstPartitionSeq of the first entry to come
     */
    public LedgerVerifier(int partition, long firstPartitionSeq) {
        this.partition = partition;
        this.nextPartitionSeq = firstPartitionSeq;
        this.firstPartitionSeq = firstPartitionSeq;
    }

    /**
     * Goes on with a node whose earlier entries are not there.
     *
     * @param state after its last earlier entry
     * @param nodeSeq of that entry
     * @param hash of that entry
     */
    public void resume(NodeState state, long nodeSeq, Bytes hash) {
        chains.put(state.node(), new Chain(nodeSeq, hash, StateHashes.of(state)));
    }

    /** Passes over an entry of a node that is not looked at. */
    public void skip() {
        nextPartitionSeq++;
    }

    /**
     * Checks the next entry.
     *
     * @param offset in the partition
     * @param record as read
     * @param hash from {@link EntryCodec#hash} over the bytes as they are on the topic
     * @return the first thing that does not fit; do not go on after a fault
     */
    public Optional<Fault> next(long offset, io.vfledger.avro.LedgerEntry record, Bytes hash) {
        String where = "node " + record.getNode() + " entry " + record.getNodeSeq();
        LedgerEntry entry;
        try {
            entry = EntryCodec.decode(record);
        } catch (IllegalArgumentException e) {
            return Optional.of(new Fault(partition, offset, where, "it cannot be read: " + e.getMessage()));
        }
        Chain before = chains.getOrDefault(entry.node(), start(entry.node()));
        Optional<String> fault = numbers(entry, before)
                .or(() -> hashChain(entry, before))
                .or(() -> input(entry))
                .or(() -> refusal(entry))
                .or(() -> fold(entry, before, hash));
        return fault.map(what -> new Fault(partition, offset, where, what));
    }

    private static Chain start(NodeName node) {
        return new Chain(0, Bytes.ZERO_HASH, StateHashes.of(NodeState.unknown(node)));
    }

    private Optional<String> numbers(LedgerEntry entry, Chain before) {
        if (entry.partitionSeq() != nextPartitionSeq) {
            return Optional.of(
                    "partition_seq is " + entry.partitionSeq() + ", but " + nextPartitionSeq + " must follow");
        }
        nextPartitionSeq++;
        if (entry.nodeSeq() != before.nodeSeq() + 1) {
            return Optional.of("node_seq is " + entry.nodeSeq() + ", but " + (before.nodeSeq() + 1) + " must follow");
        }
        if (entry.decidedAtMs() < lastDecidedAtMs) {
            return Optional.of(
                    "decided_at_ms " + entry.decidedAtMs() + " is before the previous entry's, " + lastDecidedAtMs);
        }
        lastDecidedAtMs = entry.decidedAtMs();
        return Optional.empty();
    }

    private static Optional<String> hashChain(LedgerEntry entry, Chain before) {
        return entry.prevHash().equals(before.hash())
                ? Optional.empty()
                : Optional.of("prev_hash is " + entry.prevHash() + ", but the entry before has " + before.hash());
    }

    private Optional<String> input(LedgerEntry entry) {
        return switch (entry.cause()) {
            case Cause.Consumed consumed -> {
                Long last = offsets.put(consumed.topic(), consumed.offset());
                yield last != null && consumed.offset() <= last
                        ? Optional.of("offset " + consumed.offset() + " of topic " + consumed.topic()
                                + " was decided before: " + last + " is in an earlier entry")
                        : Optional.empty();
            }
            case Cause.Fired fired ->
                fired.timer().dueMs() > entry.decidedAtMs()
                        ? Optional.of(
                                "a timer that is due at " + fired.timer().dueMs() + " fired at " + entry.decidedAtMs())
                        : Optional.empty();
        };
    }

    private static Optional<String> refusal(LedgerEntry entry) {
        boolean silent = entry.disposition() instanceof Disposition.Refused refused
                && refused.reason().isEmpty();
        return silent ? Optional.of("a refusal without a reason") : Optional.empty();
    }

    private Optional<String> fold(LedgerEntry entry, Chain before, Bytes hash) {
        NodeState state = before.hashes().state();
        for (Transition transition : entry.transitions()) {
            Optional<String> illegal = first(Invariants.of(state, transition));
            if (illegal.isPresent()) {
                return illegal;
            }
            state = VfLifecycle.evolve(state, transition);
        }
        StateHashes after = before.hashes().after(state, entry.transitions());
        if (!after.whole().equals(entry.stateHash())) {
            return Optional.of(
                    "state_hash is " + entry.stateHash() + ", but the fold of the transitions has " + after.whole());
        }
        if (entry.policySeq() != state.policySeq()) {
            return Optional.of("policy_seq is " + entry.policySeq() + ", but the pools in force are of entry "
                    + state.policySeq());
        }
        chains.put(entry.node(), new Chain(entry.nodeSeq(), hash, after));
        return first(Invariants.of(state));
    }

    private static Optional<String> first(List<Violation> violations) {
        return violations.stream().findFirst().map(violation -> violation.invariant() + ": " + violation.where());
    }

    /** How many entries fitted, those included that were passed over. */
    public long entries() {
        return nextPartitionSeq - firstPartitionSeq;
    }

    /** The fold of a node's entries so far; empty for a node without any. */
    public Optional<NodeState> state(NodeName node) {
        return Optional.ofNullable(chains.get(node)).map(chain -> chain.hashes().state());
    }

    /** The hash of a node's last entry; empty for a node without any. */
    public Optional<Bytes> headHash(NodeName node) {
        return Optional.ofNullable(chains.get(node)).map(Chain::hash);
    }
}
