package io.vfledger.host;

import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.Transition;
import io.vfledger.lifecycle.VfLifecycle;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Builds a partition from what is durable: node-state and vf-state, each to its end (the newest record of a key wins),
 * then the ledger from any entry at or before the oldest head, in order.
 */
public final class Restore {
    private final LedgerEntryHash entryHash;
    private final String build;
    private final Sharing sharing = new Sharing();
    private final Map<NodeName, NodeRecord> nodes = new HashMap<>();
    private final Map<NodeName, Map<PciAddress, VfRecord>> vfs = new HashMap<>();
    private final Map<NodeName, NodeSlot> slots = new HashMap<>();
    private Optional<RestoreResult.Mismatch> mismatch = Optional.empty();
    private boolean folding;

    /**
     * Begins with nothing read.
     *
     * @param build version of the decider, for the entries to come
     */
    public Restore(LedgerEntryHash entryHash, String build) {
        this.entryHash = entryHash;
        this.build = build;
    }

    /** Takes a record of node-state. */
    public Restore node(NodeRecord record) {
        requireStates();
        nodes.put(record.state().node(), record);
        return this;
    }

    /** Takes a record of vf-state. */
    public Restore vf(VfRecord record) {
        requireStates();
        vfs.computeIfAbsent(record.key().node(), _ -> new TreeMap<>())
                .put(
                        record.key().pci(),
                        new VfRecord(
                                record.key(),
                                sharing.of(record.state()),
                                record.pool(),
                                record.nodeSeq(),
                                record.entryHash()));
        return this;
    }

    /** Takes an entry of the ledger, after all states; one that the states hold already is only compared. */
    public Restore entry(LedgerEntry entry) {
        joinStates();
        if (mismatch.isEmpty()) {
            NodeSlot slot = slots.getOrDefault(entry.node(), NodeSlot.unknown(entry.node()));
            long headSeq = slot.head().nodeSeq();
            if (entry.nodeSeq() == headSeq) {
                compareHead(slot, entry);
            } else if (entry.nodeSeq() > headSeq) {
                fold(slot, entry);
            }
        }
        return this;
    }

    /** The partition, or why it may not be served. */
    public RestoreResult finish() {
        joinStates();
        return mismatch.isPresent()
                ? mismatch.get()
                : new RestoreResult.Restored(new PartitionHost(slots, entryHash, build));
    }

    private void requireStates() {
        if (folding) {
            throw new IllegalStateException("a state record came after the ledger's entries");
        }
    }

    private void joinStates() {
        if (folding) {
            return;
        }
        folding = true;
        for (NodeName node : vfs.keySet()) {
            if (!nodes.containsKey(node)) {
                fail("node " + node, "it has vf-state records but no node-state record");
            }
        }
        for (NodeRecord record : nodes.values()) {
            join(record);
        }
    }

    private void join(NodeRecord record) {
        NodeHead head = record.head();
        Collection<VfRecord> functions =
                vfs.getOrDefault(record.state().node(), Map.of()).values();
        for (VfRecord vf : functions) {
            if (vf.nodeSeq() > head.nodeSeq()) {
                fail(
                        vf.key().toString(),
                        "its state is of entry " + vf.nodeSeq() + ", after the node's head " + head.nodeSeq());
            }
        }
        NodeState state = record.with(functions);
        StateHashes hashes = StateHashes.of(state);
        compare("node " + state.node() + " entry " + head.nodeSeq(), "state hash", head.stateHash(), hashes.whole());
        slots.put(state.node(), new NodeSlot(state, head, hashes));
    }

    private void compareHead(NodeSlot slot, LedgerEntry entry) {
        compare(where(entry), "hash of the head entry", slot.head().entryHash(), entryHash.of(entry));
    }

    private void fold(NodeSlot slot, LedgerEntry entry) {
        if (entry.nodeSeq() != slot.head().nodeSeq() + 1) {
            fail(where(entry), "it follows entry " + slot.head().nodeSeq() + "; those between are missing");
        }
        compare(where(entry), "hash of the entry before", slot.head().entryHash(), entry.prevHash());
        NodeState state = slot.state();
        for (Transition transition : entry.transitions()) {
            state = VfLifecycle.evolve(state, transition);
        }
        StateHashes hashes = slot.hashes().after(state, entry.transitions());
        compare(where(entry), "state hash", entry.stateHash(), hashes.whole());
        slots.put(entry.node(), new NodeSlot(state, slot.head().after(entry, entryHash.of(entry)), hashes));
    }

    private static String where(LedgerEntry entry) {
        return "node " + entry.node() + " entry " + entry.nodeSeq();
    }

    private void compare(String where, String what, Bytes recorded, Bytes found) {
        if (!recorded.equals(found)) {
            fail(where, what + " is " + found + ", but " + recorded + " was recorded");
        }
    }

    private void fail(String where, String what) {
        if (mismatch.isEmpty()) {
            mismatch = Optional.of(new RestoreResult.Mismatch(where, what));
        }
    }
}
