package io.vfledger.allocator.stream;

import io.vfledger.host.LedgerEntry;
import io.vfledger.host.Restore;
import io.vfledger.host.RestoreResult;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.wire.AvroReader;
import io.vfledger.schemas.wire.AvroWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restores partitions from vf-state, node-state and the end of the ledger, and compares them with each other and with
 * the committed offsets. What does not agree is not served.
 */
public final class LedgerRestorer implements Restorer {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerRestorer.class);

    private final ConnectionSettings connections;
    private final AvroReader reader;
    private final OutputRecords outputs;
    private final IntSupplier partitions;
    private final String build;
    private final AllocatorMetrics metrics;

    /**
     * @param partitions of every topic; asked once the topics were checked
     * @param build version of this service, for the entries
     */
    public LedgerRestorer(
            ConnectionSettings connections,
            AvroReader reader,
            AvroWriter writer,
            IntSupplier partitions,
            String build,
            AllocatorMetrics metrics) {
        this.connections = connections;
        this.reader = reader;
        this.outputs = new OutputRecords(writer, build);
        this.partitions = partitions;
        this.build = build;
        this.metrics = metrics;
    }

    @Override
    public Map<Integer, Result> restore(
            SortedMap<Integer, Optional<PartitionTask>> wanted, Map<TopicPartition, Long> committed) {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        long begunAt = System.nanoTime();
        Map<Integer, Result> results = new HashMap<>();
        try (CommittedLog log = new CommittedLog(connections)) {
            EntryHashes hashes = new EntryHashes();
            StateRecords records = new StateRecords(log, reader, hashes);
            Map<TopicPartition, Long> oldest = log.beginnings(committed.keySet());
            Map<Integer, List<LedgerEntry>> tails = records.tails(wanted.keySet());
            SortedMap<Integer, PartitionTask> kept = unchanged(wanted, tails, hashes);
            SortedMap<Integer, Optional<PartitionTask>> changed = new TreeMap<>(wanted);
            changed.keySet().removeAll(kept.keySet());
            kept.forEach((number, task) -> results.put(number, new Restored(task)));
            Map<Integer, Result> built = build(records, changed.keySet(), tails, hashes);
            built.forEach((number, result) -> results.put(number, crossChecked(number, result, committed, oldest)));
            hashes.forgetRead();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begunAt);
        metrics.restored(took);
        LOG.info("restored partitions {} in {} ms", wanted.keySet(), took.toMillis());
        return results;
    }

    /** Tasks whose last entry is the ledger's last entry. */
    private SortedMap<Integer, PartitionTask> unchanged(
            SortedMap<Integer, Optional<PartitionTask>> wanted,
            Map<Integer, List<LedgerEntry>> tails,
            EntryHashes hashes) {
        SortedMap<Integer, PartitionTask> unchanged = new TreeMap<>();
        wanted.forEach((number, kept) -> {
            if (kept.isPresent()
                    && kept.get() instanceof LedgerTask task
                    && endsWith(tails.getOrDefault(number, List.of()), task, hashes)) {
                unchanged.put(number, task);
            }
        });
        return unchanged;
    }

    private static boolean endsWith(List<LedgerEntry> tail, LedgerTask task, EntryHashes hashes) {
        if (tail.isEmpty()) {
            return task.host().partitionSeq() < 0;
        }
        LedgerEntry last = tail.getLast();
        return task.host().partitionSeq() == last.partitionSeq()
                && task.host().head(last.node()).entryHash().equals(hashes.of(last));
    }

    private Map<Integer, Result> build(
            StateRecords records, Set<Integer> numbers, Map<Integer, List<LedgerEntry>> tails, EntryHashes hashes) {
        Map<Integer, Restore> restores =
                numbers.stream().collect(Collectors.toMap(number -> number, number -> new Restore(hashes, build)));
        records.states(restores);
        Map<Integer, Result> results = new HashMap<>();
        restores.forEach((number, restore) -> {
            String problem = records.problems().get(number);
            results.put(
                    number,
                    problem == null
                            ? finish(number, restore, tails.getOrDefault(number, List.of()))
                            : new Contradiction(problem));
        });
        return results;
    }

    private Result finish(int number, Restore restore, List<LedgerEntry> tail) {
        tail.forEach(restore::entry);
        return switch (restore.finish()) {
            case RestoreResult.Mismatch(String where, String what) ->
                new Contradiction("ledger and state of partition " + number + " do not agree at " + where + ": " + what
                        + "; `vfctl verify` shows the whole, nothing of it is decided meanwhile");
            case RestoreResult.Restored(var host) -> {
                long last = tail.isEmpty() ? -1 : tail.getLast().partitionSeq();
                yield host.partitionSeq() == last
                        ? new Restored(new LedgerTask(
                                number, host, new InputReader(reader, partitions.getAsInt()), outputs, metrics))
                        : new Contradiction("the state of partition " + number + " is of entry " + host.partitionSeq()
                                + ", the ledger ends with " + last);
            }
        };
    }

    private static Result crossChecked(
            int number, Result result, Map<TopicPartition, Long> committed, Map<TopicPartition, Long> oldest) {
        if (!(result instanceof Restored(PartitionTask task)) || !(task instanceof LedgerTask ledgerTask)) {
            return result;
        }
        for (TopicPartition input : InputTopics.partitions(number)) {
            long next = committed.getOrDefault(input, 0L);
            OptionalLong last = ledgerTask.host().lastOffset(input.topic());
            if (last.isPresent() && next <= last.getAsLong()) {
                return new Contradiction("the group's offset of " + input + " is " + next
                        + ", but the ledger has decided up to " + last.getAsLong()
                        + "; somebody has set it back: set it to " + (last.getAsLong() + 1) + " and start again");
            }
            long first = oldest.getOrDefault(input, 0L);
            if (first > next) {
                return new Contradiction("the records of " + input + " from " + next + " to " + (first - 1)
                        + " were deleted before they were decided; set the group's offset to " + first
                        + " to go on without them, and start again");
            }
        }
        return result;
    }
}
