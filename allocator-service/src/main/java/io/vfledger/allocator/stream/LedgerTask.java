package io.vfledger.allocator.stream;

import io.vfledger.host.Cause;
import io.vfledger.host.CommandRecord;
import io.vfledger.host.InputRecord;
import io.vfledger.host.LedgerEntry;
import io.vfledger.host.NodeRecord;
import io.vfledger.host.PartitionHost;
import io.vfledger.host.Prepared;
import io.vfledger.host.VfRecord;
import io.vfledger.lifecycle.Command;
import io.vfledger.lifecycle.Disposition;
import io.vfledger.schemas.wire.RecordHeaders;
import io.vfledger.vf.NodeName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Decides a partition with a {@link PartitionHost}: records in, records out. */
final class LedgerTask implements PartitionTask {
    private final int partition;
    private final PartitionHost host;
    private final InputReader reader;
    private final OutputRecords outputs;
    private final AllocatorMetrics metrics;
    private final Map<NodeName, Counted> counted = new HashMap<>();
    private Optional<Batch> outstanding = Optional.empty();

    private record Batch(Prepared prepared, List<InputReader.Poison> poison) {}

    private record Counted(long nodeSeq, Tally tally) {}

    LedgerTask(int partition, PartitionHost host, InputReader reader, OutputRecords outputs, AllocatorMetrics metrics) {
        this.partition = partition;
        this.host = host;
        this.reader = reader;
        this.outputs = outputs;
        this.metrics = metrics;
    }

    /** How far it has come. */
    PartitionHost host() {
        return host;
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> prepare(List<ConsumerRecord<byte[], byte[]>> batch, Instant now) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        List<InputReader.Poison> poison = new ArrayList<>();
        List<InputRecord> inputs = new ArrayList<>();
        Map<Cause, String> traces = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            switch (reader.read(record)) {
                case InputReader.Understood(InputRecord input) -> {
                    inputs.add(input);
                    RecordHeaders.read(record.headers())
                            .flatMap(RecordHeaders.Envelope::traceParent)
                            .ifPresent(trace -> traces.put(input.origin(), trace));
                }
                case InputReader.Poison letter -> {
                    poison.add(letter);
                    records.add(outputs.deadLetter(record, letter, now));
                }
            }
        }
        Prepared prepared = host.prepare(inputs, now.toEpochMilli());
        outstanding = Optional.of(new Batch(prepared, poison));
        write(prepared, traces, records);
        return records;
    }

    private void write(Prepared prepared, Map<Cause, String> traces, List<ProducerRecord<byte[], byte[]>> records) {
        Map<String, Optional<String>> traceOfEntry = new HashMap<>();
        for (LedgerEntry entry : prepared.entries()) {
            Optional<String> trace = Optional.ofNullable(traces.get(entry.cause()));
            traceOfEntry.put(entryId(entry.node(), entry.nodeSeq()), trace);
            records.add(outputs.entry(partition, entry, trace));
        }
        for (CommandRecord command : prepared.commands()) {
            Optional<String> trace =
                    traceOfEntry.getOrDefault(entryId(command.node(), command.nodeSeq()), Optional.empty());
            records.add(outputs.command(partition, command, trace));
        }
        Map<NodeName, Long> decidedAtMs = new HashMap<>();
        for (NodeRecord node : prepared.nodes()) {
            decidedAtMs.put(node.state().node(), node.head().decidedAtMs());
            records.add(outputs.node(partition, node));
        }
        for (VfRecord vf : prepared.vfs()) {
            records.add(
                    outputs.vf(partition, vf, decidedAtMs.getOrDefault(vf.key().node(), 0L)));
        }
    }

    private static String entryId(NodeName node, long nodeSeq) {
        return node + "/" + nodeSeq;
    }

    @Override
    public boolean timerDue(Instant now) {
        OptionalLong due = host.nextTimerDueMs();
        return due.isPresent() && due.getAsLong() <= now.toEpochMilli();
    }

    @Override
    public void committed() {
        outstanding.ifPresent(batch -> {
            Prepared prepared = batch.prepared();
            host.commit(prepared);
            batch.poison()
                    .forEach(letter -> metrics.deadLettered(letter.reason().name()));
            metrics.skipped(prepared.skipped().size());
            prepared.entries().forEach(this::count);
        });
        outstanding = Optional.empty();
    }

    private void count(LedgerEntry entry) {
        for (Command command : entry.commands()) {
            if (command instanceof Command.VerifyVf verify && verify.rewrite().isPresent()) {
                metrics.rewritten();
            }
        }
        switch (entry.disposition()) {
            case Disposition.Applied applied -> metrics.decided("applied");
            case Disposition.Duplicate duplicate -> metrics.decided("duplicate");
            case Disposition.Ignored ignored -> metrics.decided("ignored");
            case Disposition.Refused refused -> {
                metrics.decided("refused");
                metrics.refused(refused.kind().name());
            }
        }
    }

    @Override
    public void aborted() {
        outstanding.ifPresent(batch -> host.abort(batch.prepared()));
        outstanding = Optional.empty();
    }

    @Override
    public Tally tally() {
        Tally all = Tally.NONE;
        for (NodeName node : host.nodes()) {
            all = all.plus(tally(node));
        }
        return all;
    }

    /** A node is counted again only when it has another entry. */
    private Tally tally(NodeName node) {
        long nodeSeq = host.head(node).nodeSeq();
        Counted before = counted.get(node);
        if (before != null && before.nodeSeq() == nodeSeq) {
            return before.tally();
        }
        Tally now = Tally.of(host.state(node));
        counted.put(node, new Counted(nodeSeq, now));
        return now;
    }
}
