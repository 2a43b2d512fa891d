package io.vfledger.allocator.stream;

import io.vfledger.avro.DeadLetterReason;
import io.vfledger.avro.LedgerEntry;
import io.vfledger.avro.NodeState;
import io.vfledger.avro.VfState;
import io.vfledger.host.Restore;
import io.vfledger.ledger.EntryCodec;
import io.vfledger.ledger.StateCodec;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.wire.AvroReader;
import io.vfledger.schemas.wire.Decoded;
import io.vfledger.schemas.wire.RegistryException;
import io.vfledger.schemas.wire.WireFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads what the allocator itself wrote: the two state topics whole, and the end of the ledger. */
final class StateRecords {
    /** Offsets that are read back from the ledger's end at first; a batch writes 500 at most, and a marker. */
    private static final long FIRST_WINDOW = 1_024;

    private static final int WINDOW_GROWTH = 8;

    private final CommittedLog log;
    private final AvroReader reader;
    private final EntryHashes hashes;
    private final Map<Integer, String> problems = new HashMap<>();

    /** @param hashes learns the hash of each entry that is read */
    StateRecords(CommittedLog log, AvroReader reader, EntryHashes hashes) {
        this.log = log;
        this.reader = reader;
        this.hashes = hashes;
    }

    /** What could not be read, by partition: such a partition must not be served. */
    Map<Integer, String> problems() {
        return problems;
    }

    /**
     * The newest entries of each partition, in order: at least one where there is any.
     *
     * @throws StreamException when the broker or the registry did not answer
     */
    Map<Integer, List<io.vfledger.host.LedgerEntry>> tails(Set<Integer> numbers) {
        Set<TopicPartition> ledgers = partitions(Topic.LEDGER, numbers);
        Map<TopicPartition, Long> ends = log.settledEnds(ledgers);
        Map<TopicPartition, Long> beginnings = log.beginnings(ledgers);
        Map<Integer, List<io.vfledger.host.LedgerEntry>> tails = new HashMap<>();
        numbers.forEach(number -> tails.put(number, new ArrayList<>()));
        Map<TopicPartition, Long> unread = new HashMap<>(ends);
        for (long window = FIRST_WINDOW; !unread.isEmpty(); window *= WINDOW_GROWTH) {
            Map<TopicPartition, Long> from = new HashMap<>();
            for (Map.Entry<TopicPartition, Long> end : unread.entrySet()) {
                from.put(end.getKey(), Math.max(end.getValue() - window, beginnings.getOrDefault(end.getKey(), 0L)));
            }
            from.keySet().forEach(ledger -> tails.put(ledger.partition(), new ArrayList<>()));
            log.read(
                    from,
                    ends,
                    record -> take(
                            Topic.LEDGER,
                            record,
                            value -> listOf(tails, record.partition()).add(entry(record, value))));
            unread.keySet()
                    .removeIf(ledger -> !listOf(tails, ledger.partition()).isEmpty()
                            || problems.containsKey(ledger.partition())
                            || Objects.equals(from.get(ledger), beginnings.get(ledger)));
        }
        return tails;
    }

    /**
     * Reads both state topics whole.
     *
     * @param restores take what was read, by partition
     * @throws StreamException when the broker or the registry did not answer
     */
    void states(Map<Integer, Restore> restores) {
        if (restores.isEmpty()) {
            return;
        }
        Set<TopicPartition> both = new HashSet<>(partitions(Topic.NODE_STATE, restores.keySet()));
        both.addAll(partitions(Topic.VF_STATE, restores.keySet()));
        log.read(log.beginnings(both), log.settledEnds(both), record -> {
            Restore restore = Objects.requireNonNull(restores.get(record.partition()));
            if (record.topic().equals(Topic.NODE_STATE.topicName())) {
                take(Topic.NODE_STATE, record, value -> restore.node(StateCodec.decode((NodeState) value.record())));
            } else {
                take(Topic.VF_STATE, record, value -> restore.vf(StateCodec.decode((VfState) value.record())));
            }
        });
    }

    private io.vfledger.host.LedgerEntry entry(ConsumerRecord<byte[], byte[]> record, Decoded.Value value) {
        io.vfledger.host.LedgerEntry entry = EntryCodec.decode((LedgerEntry) value.record());
        byte[] fingerprint = WireFormat.fingerprint(value.writerSchema());
        hashes.read(entry, EntryCodec.hash(fingerprint, WireFormat.bodyOf(record.value())));
        return entry;
    }

    private void take(Topic topic, ConsumerRecord<byte[], byte[]> record, Consumer<Decoded.Value> taker) {
        try {
            switch (reader.read(topic, record.value())) {
                case Decoded.Value value -> taker.accept(value);
                case Decoded.Unreadable(DeadLetterReason reason, String message) -> problem(record, message);
            }
        } catch (IllegalArgumentException e) {
            problem(record, String.valueOf(e.getMessage()));
        } catch (RegistryException e) {
            throw new StreamException("read " + InputReader.place(record), e);
        }
    }

    private void problem(ConsumerRecord<byte[], byte[]> record, String message) {
        problems.putIfAbsent(
                record.partition(),
                InputReader.place(record) + " cannot be read: " + message
                        + "; a newer build may have written it: start that one");
    }

    private static Set<TopicPartition> partitions(Topic topic, Set<Integer> numbers) {
        return numbers.stream()
                .map(number -> new TopicPartition(topic.topicName(), number))
                .collect(Collectors.toSet());
    }

    private static List<io.vfledger.host.LedgerEntry> listOf(
            Map<Integer, List<io.vfledger.host.LedgerEntry>> tails, int number) {
        return tails.computeIfAbsent(number, unseen -> new ArrayList<>());
    }
}
