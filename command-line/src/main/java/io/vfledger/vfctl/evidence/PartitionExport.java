package io.vfledger.vfctl.evidence;

import io.vfledger.avro.LedgerCommand;
import io.vfledger.avro.TreeHead;
import io.vfledger.host.Bytes;
import io.vfledger.host.NodeHead;
import io.vfledger.host.NodeRecord;
import io.vfledger.host.VfRecord;
import io.vfledger.ledger.LedgerVerifier;
import io.vfledger.ledger.LedgerVerifier.Fault;
import io.vfledger.ledger.StateCodec;
import io.vfledger.ledger.proof.Frontier;
import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.SortedTable;
import io.vfledger.lifecycle.VfState;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.VfKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Brings the part of a ledger partition that was asked for into an archive: the entries, what their nodes were before,
 * and, of other nodes' entries between and up to the next signed head, the hashes.
 */
final class PartitionExport {
    /**
     * What was asked for.
     *
     * @param fromMs first decision time
     * @param toMs last decision time
     * @param nodes whose; empty: all
     */
    record Range(long fromMs, long toMs, List<NodeName> nodes) {
        private boolean has(NodeName node) {
            return nodes.isEmpty() || nodes.contains(node);
        }
    }

    private record Base(NodeState state, RawEntry entry) {}

    private final int partition;
    private final Range range;
    private final List<KnownHead> heads;
    private final ArchiveWriter archive;
    private final LedgerVerifier verifier;
    private final Frontier tree = new Frontier();
    private final Map<NodeName, RawEntry> newest = new HashMap<>();
    private final Map<NodeName, Base> bases = new TreeMap<>();
    private Optional<ArchiveWriter.Container> file = Optional.empty();
    private List<Bytes> subtrees = List.of();
    private long first;
    private long leaves;
    private long entries;
    private long until = -1;

    PartitionExport(int partition, Range range, List<KnownHead> heads, ArchiveWriter archive) {
        this.partition = partition;
        this.range = range;
        this.heads = heads;
        this.archive = archive;
        this.verifier = new LedgerVerifier(partition);
    }

    /** Takes the next entry of the partition; what is wrong with it. */
    Optional<Fault> next(RawEntry entry) {
        NodeName node = new NodeName(entry.record().getNode());
        long decidedAtMs = entry.record().getDecidedAtMs();
        boolean asked = decidedAtMs >= range.fromMs() && decidedAtMs <= range.toMs();
        try {
            if (asked && file.isEmpty()) {
                begin();
            }
            Optional<Fault> fault = verifier.next(entry.offset(), entry.record(), entry.hash());
            if (fault.isPresent()) {
                return fault;
            }
            if (file.isPresent()) {
                write(file.get(), entry, asked, range.has(node));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tree.append(entry.leaf().hash());
        newest.put(node, entry);
        return Optional.empty();
    }

    private void begin() throws IOException {
        first = tree.size();
        subtrees = tree.subtrees();
        newest.forEach((node, entry) -> {
            if (range.has(node)) {
                verifier.state(node).ifPresent(state -> bases.put(node, new Base(state, entry)));
            }
        });
        file = Optional.of(archive.container(part().ledgerFile()));
    }

    private void write(ArchiveWriter.Container to, RawEntry entry, boolean asked, boolean whole) throws IOException {
        if (!asked && until < 0) {
            until = heads.stream()
                    .mapToLong(head -> head.checkpoint().size())
                    .filter(size -> size >= tree.size())
                    .min()
                    .orElse(0);
        }
        if (asked && whole) {
            to.add(ArchivedRecord.of(entry));
            entries++;
            leaves++;
            rememberSchemas(entry);
        } else if (asked || tree.size() < until) {
            to.add(ArchivedRecord.hashOf(entry));
            leaves++;
        }
    }

    private void rememberSchemas(RawEntry entry) {
        if (entry.record().getInput() != null) {
            archive.remember(
                    entry.record().getInput().getRecordType(),
                    bytes(entry.record().getInput().getSchemaFingerprint()));
        }
        for (LedgerCommand command : entry.record().getCommands()) {
            archive.remember(command.getRecordType(), bytes(command.getSchemaFingerprint()));
        }
    }

    private static Bytes bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return Bytes.owned(bytes);
    }

    private Manifest.PartitionPart part() {
        return new Manifest.PartitionPart(partition, first, subtrees, leaves, entries);
    }

    /** Ends the partition; what of it is in the archive, empty where nothing is. */
    Optional<Manifest.PartitionPart> finish() throws IOException {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        file.get().close();
        try (ArchiveWriter.Container base = archive.container(part().baseFile())) {
            for (Map.Entry<NodeName, Base> node : bases.entrySet()) {
                for (ArchivedRecord record : records(node.getKey(), node.getValue())) {
                    base.add(record);
                }
            }
            for (KnownHead head : heads) {
                long size = head.checkpoint().size();
                if (size > first && size <= first + leaves) {
                    base.add(ArchivedRecord.of(Integer.toString(partition), record(head)));
                }
            }
        }
        return Optional.of(part());
    }

    /** The last entry before, and the state after it. */
    private static List<ArchivedRecord> records(NodeName node, Base base) {
        List<ArchivedRecord> records = new ArrayList<>();
        Bytes hash = base.entry().hash();
        long seq = base.entry().record().getNodeSeq();
        NodeHead head = new NodeHead(
                seq,
                base.entry().record().getPartitionSeq(),
                hash,
                bytes(base.entry().record().getStateHash()),
                base.entry().record().getDecidedAtMs(),
                SortedTable.empty());
        records.add(ArchivedRecord.of(base.entry()));
        records.add(ArchivedRecord.of(node.value(), StateCodec.encode(new NodeRecord(head, base.state()))));
        for (VfState vf : base.state().vfs().values()) {
            VfKey key = new VfKey(node, vf.pci());
            VfRecord record = new VfRecord(key, vf, base.state().poolOf(vf.pci()), seq, hash);
            records.add(ArchivedRecord.of(key.toString(), StateCodec.encode(record)));
        }
        return records;
    }

    private static TreeHead record(KnownHead head) {
        return TreeHead.newBuilder()
                .setPartition(head.checkpoint().partition())
                .setTreeSize(head.checkpoint().size())
                .setRootHash(ByteBuffer.wrap(head.checkpoint().root().toArray()))
                .setNote(head.note().toString())
                .build();
    }
}
