package io.vfledger.vfctl.evidence;

import io.vfledger.avro.LedgerEntry;
import io.vfledger.avro.NodeState;
import io.vfledger.avro.TreeHead;
import io.vfledger.avro.VfState;
import io.vfledger.host.Bytes;
import io.vfledger.host.NodeRecord;
import io.vfledger.host.StateHashes;
import io.vfledger.host.VfRecord;
import io.vfledger.ledger.LedgerVerifier;
import io.vfledger.ledger.LedgerVerifier.Fault;
import io.vfledger.ledger.StateCodec;
import io.vfledger.ledger.proof.Frontier;
import io.vfledger.ledger.proof.NotePublicKey;
import io.vfledger.schemas.Topic;
import io.vfledger.vf.NodeName;
import io.vfledger.vfctl.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Reads an archive entry by entry and checks it: by itself, and against the signed heads in it and those that were kept.
 *
 * @param archive what is read
 * @param key by which heads must be signed; empty: nobody's signature is asked for
 * @param kept heads that the auditor has
 */
record ArchiveAudit(ArchiveFile archive, Optional<NotePublicKey> key, List<KnownHead> kept) {
    private static final NodeName NOBODY = new NodeName("none");

    /** Looks at each entry that was found to be right. */
    @FunctionalInterface
    interface Visitor {
        /**
         * An entry.
         *
         * @param before the fold of its node's entries up to it
         */
        void visit(io.vfledger.lifecycle.NodeState before, RawEntry entry);
    }

    /** Reads all of it, the partitions merged by decision time; what came of the audit. */
    LedgerAudit.Result run(Visitor visitor) {
        requireThatKeptHeadsFit();
        List<PartitionAudit> audits = new ArrayList<>();
        PriorityQueue<Part> parts = new PriorityQueue<>();
        for (Manifest.PartitionPart told : archive.manifest().partitions()) {
            Part part = new Part(told);
            audits.add(part.audit);
            Optional<Fault> fault = part.begin().or(part::advance);
            if (fault.isPresent()) {
                return new LedgerAudit.Result(audits, fault);
            }
            part.entry.ifPresent(_ -> parts.add(part));
        }
        while (!parts.isEmpty()) {
            Part part = parts.remove();
            part.show(visitor);
            Optional<Fault> fault = part.advance();
            if (fault.isPresent()) {
                return new LedgerAudit.Result(audits, fault);
            }
            part.entry.ifPresent(_ -> parts.add(part));
        }
        return new LedgerAudit.Result(audits, Optional.empty());
    }

    private void requireThatKeptHeadsFit() {
        for (KnownHead head : kept) {
            long size = head.checkpoint().size();
            boolean fits = archive.manifest().partitions().stream()
                    .anyMatch(part -> part.partition() == head.checkpoint().partition()
                            && size > part.first()
                            && size <= part.first() + part.leaves());
            if (!fits) {
                throw new Refusal(head.source() + " is of the first " + size + " entries of ledger partition "
                        + head.checkpoint().partition() + ": the archive does not have what it can be compared with");
            }
            key.flatMap(head::fault).ifPresent(what -> {
                throw new Refusal(what);
            });
        }
    }

    /** One partition, read up to an entry that is found to be right; the one with the earliest entry is first. */
    private final class Part implements Comparable<Part> {
        private static final Comparator<Part> ORDER =
                Comparator.comparingLong(Part::decidedAtMs).thenComparingInt(part -> part.part.partition());

        private final Manifest.PartitionPart part;
        private final LedgerVerifier verifier;
        private final PartitionAudit audit;
        private final Map<NodeName, NodeRecord> nodes = new HashMap<>();
        private final Map<NodeName, List<VfRecord>> vfs = new HashMap<>();
        private final Map<NodeName, RawEntry> entries = new HashMap<>();
        private final ArchiveFile.Container ledger;
        private Optional<Fault> fault = Optional.empty();
        private Optional<RawEntry> entry = Optional.empty();
        private io.vfledger.lifecycle.NodeState before = io.vfledger.lifecycle.NodeState.unknown(NOBODY);
        private long leaves;

        private Part(Manifest.PartitionPart part) {
            this.part = part;
            this.verifier = new LedgerVerifier(part.partition(), part.first());
            this.audit = new PartitionAudit(
                    part.partition(), verifier, new TreeAudit(new Frontier(part.first(), part.subtrees())));
            this.ledger = archive.container(part.ledgerFile());
        }

        private long decidedAtMs() {
            return entry.map(raw -> raw.record().getDecidedAtMs()).orElse(Long.MAX_VALUE);
        }

        @Override
        public int compareTo(Part other) {
            return ORDER.compare(this, other);
        }

        /** Takes the states before its first entry; what is wrong with them. */
        private Optional<Fault> begin() {
            kept.stream()
                    .filter(head -> head.checkpoint().partition() == part.partition())
                    .forEach(audit::extend);
            archive.records(part.baseFile(), this::base);
            nodes.values().forEach(this::resume);
            return fault;
        }

        /** Reads on to the next entry that is there whole, or to the end; what is wrong up to there. */
        private Optional<Fault> advance() {
            entry = Optional.empty();
            while (fault.isEmpty() && entry.isEmpty()) {
                Optional<ArchivedRecord> record = ledger.next();
                if (record.isEmpty()) {
                    ledger.close();
                    return end();
                }
                try {
                    leaf(record.get());
                } catch (IllegalArgumentException e) {
                    throw new Refusal(part.ledgerFile() + " in the archive is not as it should be: " + e.getMessage());
                }
            }
            return fault;
        }

        private Optional<Fault> end() {
            return leaves == part.leaves()
                    ? audit.end()
                    : wrong("end of the ledger", leaves + " leaves are there, the manifest has " + part.leaves());
        }

        private void show(Visitor visitor) {
            entry.ifPresent(raw -> visitor.visit(before, raw));
        }

        private Optional<Fault> wrong(String where, String what) {
            return Optional.of(new Fault(part.partition(), -1, where, what));
        }

        private boolean base(ArchivedRecord record) {
            Topic topic = topic(record.recordType());
            switch (record.read(topic)) {
                case NodeState state -> nodes.put(new NodeName(state.getNode()), StateCodec.decode(state));
                case VfState state ->
                    vfs.computeIfAbsent(new NodeName(state.getNode()), _ -> new ArrayList<>())
                            .add(StateCodec.decode(state));
                case LedgerEntry entry ->
                    entries.put(new NodeName(entry.getNode()), new RawEntry(record.offset(), record.leaf(), entry));
                case TreeHead head ->
                    head(KnownHead.of(head, "the head of " + head.getTreeSize() + " entries in the archive"));
                default ->
                    throw new IllegalArgumentException("a record of type " + record.recordType() + " is no base");
            }
            return fault.isEmpty();
        }

        private void head(KnownHead head) {
            fault = key.flatMap(head::fault).flatMap(what -> wrong(part.baseFile(), what));
            audit.expect(head);
        }

        private static Topic topic(String recordType) {
            for (Topic topic : List.of(Topic.NODE_STATE, Topic.VF_STATE, Topic.LEDGER, Topic.CHECKPOINTS)) {
                if (topic.recordTypes().getFirst().getName().equals(recordType)) {
                    return topic;
                }
            }
            throw new IllegalArgumentException("a record of type " + recordType + " is no base");
        }

        /** A state is believed since the node's last entry has its hash, and the next one that entry's. */
        private void resume(NodeRecord record) {
            NodeName node = record.state().node();
            io.vfledger.lifecycle.NodeState state = record.with(vfs.getOrDefault(node, List.of()));
            RawEntry entry = entries.get(node);
            String where = "node " + node + " before entry " + (record.head().nodeSeq() + 1);
            if (entry == null || entry.record().getNodeSeq() != record.head().nodeSeq()) {
                fault = fault.or(() -> wrong(where, "the entry of the state before is not in the archive"));
                return;
            }
            byte[] stateHash = new byte[entry.record().getStateHash().remaining()];
            entry.record().getStateHash().duplicate().get(stateHash);
            if (!StateHashes.of(state).whole().equals(Bytes.owned(stateHash))) {
                fault = fault.or(() -> wrong(where, "the state before is not the one that its entry has the hash of"));
            }
            verifier.resume(state, record.head().nodeSeq(), entry.hash());
        }

        private void leaf(ArchivedRecord record) {
            leaves++;
            if (record.isHash()) {
                verifier.skip();
                fault = audit.skipped(record.leafHash())
                        .map(what -> new Fault(part.partition(), record.offset(), "an entry of another node", what));
                return;
            }
            RawEntry raw = new RawEntry(record.offset(), record.leaf(), (LedgerEntry) record.read(Topic.LEDGER));
            NodeName node = new NodeName(raw.record().getNode());
            before = verifier.state(node).orElseGet(() -> io.vfledger.lifecycle.NodeState.unknown(node));
            fault = audit.next(raw);
            if (fault.isEmpty()) {
                entry = Optional.of(raw);
            }
        }
    }
}
