package io.vfledger.inventory.projection;

import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Keeps the present in memory, within the bounds of its parts; it is built anew from the topics at each start. */
public final class MemoryStore implements InventoryStore {
    private final SortedMap<NodeName, SortedMap<PciAddress, VfView>> vfs = new TreeMap<>();
    private final Map<NodeName, NodeDecided> decided = new HashMap<>();
    private final Map<NodeName, NodeReported> reported = new HashMap<>();
    private final LedgerIndex index;
    private final RequestLog requests = new RequestLog();
    private final RecentEntries recent = new RecentEntries();
    private final DeadLetters deadLetters = new DeadLetters();

    /**
     * Makes an empty store.
     *
     * @param index takes each entry too
     */
    public MemoryStore(LedgerIndex index) {
        this.index = index;
    }

    @Override
    public synchronized void put(VfView vf) {
        vfs.computeIfAbsent(vf.node(), _ -> new TreeMap<>()).put(vf.pci(), vf);
    }

    @Override
    public synchronized void put(NodeDecided node) {
        decided.put(node.node(), node);
    }

    @Override
    public synchronized void report(InventoryReport report) {
        reported.merge(
                report.node(), report.after(NodeReported.unknown(report.node())), (before, _) -> report.after(before));
    }

    @Override
    public synchronized RecentEntries.Arrived append(Entry entry) {
        index.add(entry);
        requests.add(entry);
        return recent.add(entry);
    }

    @Override
    public synchronized void add(DeadLetters.Letter letter) {
        deadLetters.add(letter);
    }

    @Override
    public synchronized SortedSet<NodeName> nodes() {
        SortedSet<NodeName> nodes = new TreeSet<>(vfs.keySet());
        nodes.addAll(decided.keySet());
        nodes.addAll(reported.keySet());
        return nodes;
    }

    @Override
    public synchronized Optional<NodeDecided> decided(NodeName node) {
        return Optional.ofNullable(decided.get(node));
    }

    @Override
    public synchronized Optional<NodeReported> reported(NodeName node) {
        return Optional.ofNullable(reported.get(node));
    }

    @Override
    public synchronized List<VfView> vfs(NodeName node) {
        SortedMap<PciAddress, VfView> ofNode = vfs.get(node);
        return ofNode == null ? List.of() : new ArrayList<>(ofNode.values());
    }

    @Override
    public synchronized Optional<VfView> vf(VfKey key) {
        SortedMap<PciAddress, VfView> ofNode = vfs.get(key.node());
        return ofNode == null ? Optional.empty() : Optional.ofNullable(ofNode.get(key.pci()));
    }

    @Override
    public synchronized List<RequestView> openRequests() {
        return requests.open();
    }

    @Override
    public synchronized List<RequestView> settledRequests() {
        return requests.settled();
    }

    @Override
    public synchronized List<RecentEntries.Arrived> entriesAfter(long arrival) {
        return recent.after(arrival);
    }

    @Override
    public synchronized long arrivals() {
        return recent.arrivals();
    }

    @Override
    public synchronized DeadLetters.Summary deadLetters() {
        return deadLetters.summary();
    }
}
