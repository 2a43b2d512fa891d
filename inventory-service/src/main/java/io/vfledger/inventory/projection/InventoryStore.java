package io.vfledger.inventory.projection;

import io.vfledger.vf.NodeName;
import io.vfledger.vf.VfKey;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** Where the projections are kept. One writer, many readers; each answer is consistent in itself. */
public interface InventoryStore {
    /** Takes the present of a function. */
    void put(VfView vf);

    /** Takes the present of a node. */
    void put(NodeDecided node);

    /** Takes what a node's agent says. */
    void report(InventoryReport report);

    /** Takes an entry; those of a node come in the order of the ledger. */
    RecentEntries.Arrived append(Entry entry);

    /** Takes a dead letter. */
    void add(DeadLetters.Letter letter);

    /** Names of all nodes that anything is known of, sorted. */
    SortedSet<NodeName> nodes();

    /** The present of a node, as the allocator has it. */
    Optional<NodeDecided> decided(NodeName node);

    /** What the node's agent last said. */
    Optional<NodeReported> reported(NodeName node);

    /** The functions of a node, sorted by address. */
    List<VfView> vfs(NodeName node);

    /** A function. */
    Optional<VfView> vf(VfKey key);

    /** Open requests, newest first. */
    List<RequestView> openRequests();

    /** The newest settled requests, newest first. */
    List<RequestView> settledRequests();

    /** Entries that came after that arrival, oldest first, as far as they are kept. */
    List<RecentEntries.Arrived> entriesAfter(long arrival);

    /** How many entries came so far. */
    long arrivals();

    /** What could not be read. */
    DeadLetters.Summary deadLetters();
}
