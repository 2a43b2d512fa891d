package io.vfledger.allocator.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partition numbers that this process is assigned, and the state of each. Used by the consumer's thread alone,
 * but for {@link #status}.
 */
final class ServedPartitions {
    private static final Logger LOG = LoggerFactory.getLogger(ServedPartitions.class);

    /** Longer than a transaction may stay open: the answer waits for one that is. */
    private static final Duration OFFSETS_WAIT = Duration.ofSeconds(30);

    private final Restorer restorer;
    private final SortedMap<Integer, Slot> slots = new TreeMap<>();
    private final Set<Integer> prepared = new TreeSet<>();
    private volatile Optional<Map<Integer, PartitionStatus>> status = Optional.empty();

    ServedPartitions(Restorer restorer) {
        this.restorer = restorer;
    }

    /** What is served and what is not, empty before the first assignment; safe for use by any thread. */
    Optional<Map<Integer, PartitionStatus>> status() {
        return status;
    }

    /**
     * Takes over what was assigned, which is everything this process has from here on: the assignor is an eager one.
     * Their records are not read before they are restored.
     */
    void assigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        Map<Integer, Set<TopicPartition>> byNumber = partitions.stream()
                .collect(Collectors.groupingBy(TopicPartition::partition, TreeMap::new, Collectors.toSet()));
        slots.keySet().retainAll(byNumber.keySet());
        byNumber.forEach((number, topicPartitions) -> slots.put(number, slotFor(number, topicPartitions)));
        restoreAwaiting(consumer);
    }

    private Slot slotFor(int number, Set<TopicPartition> assigned) {
        if (!assigned.equals(InputTopics.partitions(number))) {
            return new Slot.Stopped("of partition " + number + " this process was given " + assigned + " and not "
                    + InputTopics.partitions(number)
                    + ": all members of the group must use the RangeAssignor, and all input topics must have the same"
                    + " number of partitions");
        }
        Slot before = slots.get(number);
        Optional<PartitionTask> kept =
                before instanceof Slot.Serving(PartitionTask task, var next) ? Optional.of(task) : Optional.empty();
        return new Slot.Awaiting(kept, "assigned");
    }

    /**
     * Decides a batch.
     *
     * @return what the transaction has to write
     * @throws RuntimeException when it cannot be decided; the transaction must be rolled back
     */
    List<ProducerRecord<byte[], byte[]>> prepare(List<ConsumerRecord<byte[], byte[]>> batch, Instant now) {
        SortedMap<Integer, List<ConsumerRecord<byte[], byte[]>>> byNumber = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            byNumber.computeIfAbsent(record.partition(), number -> new ArrayList<>())
                    .add(record);
        }
        prepared.clear();
        prepared.addAll(byNumber.keySet());
        slots.forEach((number, slot) -> {
            if (slot instanceof Slot.Serving(PartitionTask task, var next) && task.timerDue(now)) {
                byNumber.putIfAbsent(number, List.of());
            }
        });
        List<ProducerRecord<byte[], byte[]>> outputs = new ArrayList<>();
        byNumber.forEach((number, records) -> outputs.addAll(prepare(number, records, now)));
        return outputs;
    }

    private List<ProducerRecord<byte[], byte[]>> prepare(
            int number, List<ConsumerRecord<byte[], byte[]>> records, Instant now) {
        if (!(slots.get(number) instanceof Slot.Serving(PartitionTask task, var next))) {
            throw new StreamException("partition " + number + " is not restored yet, its records are read again");
        }
        prepared.add(number);
        try {
            return task.prepare(records, now);
        } catch (StreamException e) {
            throw e;
        } catch (RuntimeException e) {
            // A defect would be met again and again; it must not stop the other partitions.
            slots.put(
                    number,
                    new Slot.Stopped("deciding partition " + number + " failed at " + span(records) + ": " + e));
            throw e;
        }
    }

    private static String span(List<ConsumerRecord<byte[], byte[]>> records) {
        if (records.isEmpty()) {
            return "a timer";
        }
        ConsumerRecord<byte[], byte[]> first = records.getFirst();
        return first.topic() + "-" + first.partition() + "@" + first.offset() + " or one of the " + (records.size() - 1)
                + " records after it";
    }

    /** The transaction of the last {@link #prepare} is committed. */
    void committed(List<ConsumerRecord<byte[], byte[]>> batch) {
        for (int number : prepared) {
            if (slots.get(number) instanceof Slot.Serving serving) {
                serving.task().committed();
            }
        }
        prepared.clear();
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            if (slots.get(record.partition()) instanceof Slot.Serving serving) {
                serving.next().put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
            }
        }
    }

    /** The transaction of the last {@link #prepare} is aborted, and its records have to be read again. */
    void aborted() {
        for (int number : prepared) {
            if (slots.get(number) instanceof Slot.Serving(PartitionTask task, var next)) {
                task.aborted();
                slots.put(number, new Slot.Awaiting(Optional.of(task), "its transaction was aborted"));
            }
        }
        prepared.clear();
    }

    /** Nobody knows what became of the transaction of the last {@link #prepare}: its state is thrown away. */
    void unknown() {
        for (int number : prepared) {
            if (slots.get(number) instanceof Slot.Serving) {
                slots.put(number, new Slot.Awaiting(Optional.empty(), "its transaction has an unknown result"));
            }
        }
        prepared.clear();
    }

    /** What the nodes of all that is served have. */
    Tally tally() {
        Tally all = Tally.NONE;
        for (Slot slot : slots.values()) {
            if (slot instanceof Slot.Serving(PartitionTask task, var next)) {
                all = all.plus(task.tally());
            }
        }
        return all;
    }

    /** Whether a timer of a served partition is due. */
    boolean timerDue(Instant now) {
        return slots.values().stream()
                .anyMatch(slot -> slot instanceof Slot.Serving(PartitionTask task, var next) && task.timerDue(now));
    }

    boolean anyAwaiting() {
        return slots.values().stream().anyMatch(Slot.Awaiting.class::isInstance);
    }

    /** Whether the result of a transaction has to be found out before offsets and state can be trusted. */
    boolean anyUnknown() {
        return slots.values().stream()
                .anyMatch(slot ->
                        slot instanceof Slot.Awaiting(Optional<PartitionTask> kept, String why) && kept.isEmpty());
    }

    /** Next offsets of the partitions that the last {@link #prepare} touched: what the transaction must claim. */
    Map<TopicPartition, OffsetAndMetadata> claimed() {
        Map<TopicPartition, OffsetAndMetadata> claimed = new HashMap<>();
        for (int number : prepared) {
            if (slots.get(number) instanceof Slot.Serving(PartitionTask task, Map<TopicPartition, Long> next)) {
                next.forEach((partition, offset) -> claimed.put(partition, new OffsetAndMetadata(offset)));
            }
        }
        return claimed;
    }

    /** Restores what awaits it and goes back to the committed offsets; what cannot be restored stays unread. */
    void restoreAwaiting(Consumer<?, ?> consumer) {
        SortedMap<Integer, Optional<PartitionTask>> wanted = new TreeMap<>();
        slots.forEach((number, slot) -> {
            if (slot instanceof Slot.Awaiting(Optional<PartitionTask> kept, String why)) {
                wanted.put(number, kept);
            }
        });
        pauseUnserved(consumer);
        if (!wanted.isEmpty()) {
            try {
                restore(consumer, wanted);
            } catch (StreamException | KafkaException e) {
                LOG.warn("partitions {} are not restored yet, trying again", wanted.keySet(), e);
            }
        }
        publishStatus();
    }

    private void publishStatus() {
        status = Optional.of(slots.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> PartitionStatus.of(entry.getValue()))));
    }

    private void restore(Consumer<?, ?> consumer, SortedMap<Integer, Optional<PartitionTask>> wanted) {
        Set<TopicPartition> inputs = new HashSet<>();
        wanted.keySet().forEach(number -> inputs.addAll(InputTopics.partitions(number)));
        Map<TopicPartition, Long> committed = new HashMap<>();
        consumer.committed(inputs, OFFSETS_WAIT).forEach((partition, offset) -> {
            // The client's map has a null where the group has no offset.
            if (offset != null) {
                committed.put(partition, offset.offset());
            }
        });
        SortedMap<Integer, Optional<PartitionTask>> restorable = new TreeMap<>(wanted);
        restorable.keySet().removeIf(number -> stoppedForWantOfOffsets(number, committed));
        restorer.restore(restorable, committed).forEach((number, result) -> {
            slots.put(number, slotAfter(number, result, committed));
            if (slots.get(number) instanceof Slot.Serving(PartitionTask task, Map<TopicPartition, Long> next)) {
                next.forEach(consumer::seek);
                consumer.resume(next.keySet());
            }
        });
        pauseUnserved(consumer);
    }

    private boolean stoppedForWantOfOffsets(int number, Map<TopicPartition, Long> committed) {
        Set<TopicPartition> missing = new HashSet<>(InputTopics.partitions(number));
        missing.removeAll(committed.keySet());
        if (missing.isEmpty()) {
            return false;
        }
        slots.put(
                number,
                new Slot.Stopped("the group has no committed offset for " + missing
                        + "; set them with kafka-consumer-groups --reset-offsets to one past the last offset of that"
                        + " topic in the ledger, and start again"));
        return true;
    }

    private static Slot slotAfter(int number, Restorer.Result result, Map<TopicPartition, Long> committed) {
        return switch (result) {
            case Restorer.Contradiction(String reason) -> {
                LOG.error("partition {} is not served: {}", number, reason);
                yield new Slot.Stopped(reason);
            }
            case Restorer.Restored(PartitionTask task) -> {
                Map<TopicPartition, Long> next = new HashMap<>(committed);
                next.keySet().retainAll(InputTopics.partitions(number));
                yield new Slot.Serving(task, next);
            }
        };
    }

    private void pauseUnserved(Consumer<?, ?> consumer) {
        slots.forEach((number, slot) -> {
            if (!(slot instanceof Slot.Serving)) {
                Set<TopicPartition> held = new HashSet<>(InputTopics.partitions(number));
                held.retainAll(consumer.assignment());
                consumer.pause(held);
            }
        });
    }
}
