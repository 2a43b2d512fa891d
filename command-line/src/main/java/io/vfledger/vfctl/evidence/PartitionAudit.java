package io.vfledger.vfctl.evidence;

import io.vfledger.host.Bytes;
import io.vfledger.host.NodeRecord;
import io.vfledger.host.VfRecord;
import io.vfledger.ledger.LedgerVerifier;
import io.vfledger.ledger.LedgerVerifier.Fault;
import io.vfledger.ledger.proof.Frontier;
import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.VfState;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks one partition number: the ledger by itself, and that each record of {@code vf-state} and {@code node-state} is
 * the fold of the ledger up to the entry that it names.
 */
final class PartitionAudit {
    private final int partition;
    private final LedgerVerifier verifier;
    private final TreeAudit tree;
    private final Map<NodeName, Map<Long, List<VfRecord>>> vfsDue = new HashMap<>();
    private final Map<NodeName, NodeRecord> nodesDue = new HashMap<>();
    private final Set<VfKey> vfs = new HashSet<>();
    private final Set<NodeName> nodes = new HashSet<>();

    PartitionAudit(int partition) {
        this(partition, new LedgerVerifier(partition), new TreeAudit(new Frontier()));
    }

    /** Of a ledger that does not begin with its first entry. */
    PartitionAudit(int partition, LedgerVerifier verifier, TreeAudit tree) {
        this.partition = partition;
        this.verifier = verifier;
        this.tree = tree;
    }

    /** Takes a head of the partition's tree, before any entry. */
    void expect(KnownHead head) {
        tree.expect(head);
    }

    /** Takes a head that an auditor kept, before any entry. */
    void extend(KnownHead head) {
        tree.extend(head);
    }

    /** Of each kept head, that the newest one extends it; once all was read and nothing is wrong. */
    List<Growth> growths() {
        return tree.growths();
    }

    /** Takes the newest record of a function, before any entry. */
    void expect(VfRecord vf) {
        vfs.add(vf.key());
        vfsDue.computeIfAbsent(vf.key().node(), _ -> new HashMap<>())
                .computeIfAbsent(vf.nodeSeq(), _ -> new ArrayList<>())
                .add(vf);
    }

    /** Takes the newest record of a node, before any entry. */
    void expect(NodeRecord node) {
        nodesDue.put(node.state().node(), node);
    }

    /**
     * Checks the next entry.
     *
     * @return the first thing that is wrong; do not go on after it
     */
    Optional<Fault> next(RawEntry entry) {
        Bytes hash = entry.hash();
        Optional<Fault> fault = verifier.next(entry.offset(), entry.record(), hash);
        if (fault.isPresent()) {
            return fault;
        }
        NodeName node = new NodeName(entry.record().getNode());
        nodes.add(node);
        NodeState fold = verifier.state(node)
                .orElseThrow(() -> new IllegalStateException("no fold of " + node + ", whose entry was just read"));
        long seq = entry.record().getNodeSeq();
        return vfFault(node, seq, fold, hash)
                .or(() -> nodeFault(node, seq, fold, hash))
                .or(() -> key(entry))
                .or(() -> tree.next(entry.leaf().hash()))
                .map(what -> new Fault(partition, entry.offset(), entry.where(), what));
    }

    /** Passes over an entry of which the hash alone is known; what is wrong with the tree then. */
    Optional<String> skipped(Bytes leafHash) {
        return tree.next(leafHash);
    }

    private static Optional<String> key(RawEntry entry) {
        String key = new String(entry.leaf().key().toArray(), StandardCharsets.UTF_8);
        return key.equals(entry.record().getNode())
                ? Optional.empty()
                : Optional.of("its key is '" + key + "', but it is of node "
                        + entry.record().getNode());
    }

    private Optional<String> vfFault(NodeName node, long seq, NodeState fold, Bytes hash) {
        Map<Long, List<VfRecord>> ofNode = vfsDue.getOrDefault(node, Map.of());
        List<VfRecord> due = ofNode.getOrDefault(seq, List.of());
        if (due.isEmpty()) {
            return Optional.empty();
        }
        for (VfRecord record : due) {
            Optional<VfState> folded = fold.vfs().get(record.key().pci());
            if (folded.isEmpty()) {
                return Optional.of("vf-state has " + record.key() + ", which no entry up to here names");
            }
            if (!folded.get().equals(record.state())) {
                return Optional.of("vf-state of " + record.key() + " is not the fold: it has " + record.state()
                        + ", the fold has " + folded.get());
            }
            if (!record.entryHash().equals(hash)) {
                return Optional.of("vf-state of " + record.key() + " names entry hash " + record.entryHash()
                        + ", but the entry has " + hash);
            }
        }
        ofNode.remove(seq);
        return Optional.empty();
    }

    private Optional<String> nodeFault(NodeName node, long seq, NodeState fold, Bytes hash) {
        NodeRecord record = nodesDue.get(node);
        if (record == null || record.head().nodeSeq() != seq) {
            return Optional.empty();
        }
        nodesDue.remove(node);
        if (!record.head().entryHash().equals(hash)) {
            return Optional.of(
                    "node-state names head hash " + record.head().entryHash() + ", but the entry has " + hash);
        }
        NodeState kept = record.state();
        if (!kept.incarnation().equals(fold.incarnation())
                || kept.simulated() != fold.simulated()
                || !kept.pfs().equals(fold.pfs())
                || !kept.pools().equals(fold.pools())
                || !kept.dedupe().equals(fold.dedupe())
                || !kept.requests().equals(fold.requests())) {
            return Optional.of("node-state is not the fold: it has " + kept + ", the fold has " + fold);
        }
        for (PciAddress pci : fold.vfs().keys()) {
            if (!vfs.contains(new VfKey(node, pci))) {
                return Optional.of("vf-state has no record of " + pci + ", which the fold has");
            }
        }
        return Optional.empty();
    }

    /** What is left over after the last entry: state of entries that the ledger does not have. */
    Optional<Fault> end() {
        for (Map<Long, List<VfRecord>> ofNode : vfsDue.values()) {
            for (List<VfRecord> records : ofNode.values()) {
                VfRecord first = records.getFirst();
                return Optional.of(beyond("vf-state of " + first.key(), first.nodeSeq()));
            }
        }
        return nodesDue.values().stream()
                .findFirst()
                .map(node -> beyond(
                        "node-state of " + node.state().node(), node.head().nodeSeq()))
                .or(() -> tree.end().map(what -> new Fault(partition, -1, "end of the ledger", what)));
    }

    private Fault beyond(String record, long seq) {
        return new Fault(
                partition,
                -1,
                "end of the ledger",
                record + " names entry " + seq + ", which the ledger does not have");
    }

    long heads() {
        return tree.compared();
    }

    long entries() {
        return verifier.entries();
    }

    int nodes() {
        return nodes.size();
    }

    int vfs() {
        return nodes.stream()
                .flatMap(node -> verifier.state(node).stream())
                .mapToInt(fold -> fold.vfs().size())
                .sum();
    }
}
