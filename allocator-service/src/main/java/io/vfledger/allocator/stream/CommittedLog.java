package io.vfledger.allocator.stream;

import io.vfledger.schemas.ConnectionSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what is committed, up to an end that no open transaction can move back. One per restore, for one thread. */
final class CommittedLog implements AutoCloseable {
    /** Longer than {@code transaction.timeout.ms} and the broker's search for transactions that exceed it. */
    private static final Duration SETTLE_PATIENCE = Duration.ofSeconds(30);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long PAUSE_MS = 10;

    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;

    CommittedLog(ConnectionSettings connections) {
        admin = Admin.create(connections.admin("allocator-restore-admin"));
        Map<String, Object> settings = connections.consumer("allocator-restore");
        settings.put("fetch.max.wait.ms", 50);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Waits until everything that was written before this call is either committed or aborted. Committed offsets can
     * be visible before the records of the same transaction are: the broker marks one partition after the other.
     *
     * @return next offset of each, all before it committed or aborted
     * @throws StreamException when a transaction stays open for too long
     */
    Map<TopicPartition, Long> settledEnds(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> written = offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
        long giveUpAt = System.nanoTime() + SETTLE_PATIENCE.toNanos();
        while (true) {
            Map<TopicPartition, Long> settled = offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
            if (partitions.stream().allMatch(each -> offset(settled, each) >= offset(written, each))) {
                return settled;
            }
            if (System.nanoTime() > giveUpAt) {
                throw new StreamException("a transaction on " + partitions + " has stayed open for "
                        + SETTLE_PATIENCE.toSeconds() + " s; `kafka-transactions find-hanging` shows it");
            }
            pause();
        }
    }

    /** Oldest offset of each. */
    Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
    }

    /**
     * Reads every committed record between two offsets of each partition.
     *
     * @param from first offset of each
     * @param to offset after the last of each
     */
    void read(
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> to,
            Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try {
            consumer.assign(from.keySet());
            from.forEach(consumer::seek);
            long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
            while (from.keySet().stream().anyMatch(each -> consumer.position(each) < offset(to, each))) {
                int read = 0;
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() < offset(to, new TopicPartition(record.topic(), record.partition()))) {
                        reader.accept(record);
                        read++;
                    }
                }
                if (read > 0) {
                    giveUpAt = System.nanoTime() + PATIENCE.toNanos();
                } else if (System.nanoTime() > giveUpAt) {
                    throw new StreamException(
                            "nothing more of " + from.keySet() + " came for " + PATIENCE.toSeconds() + " s");
                }
            }
        } catch (KafkaException e) {
            throw new StreamException("read " + from.keySet(), e);
        }
    }

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, OffsetSpec which, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> question =
                partitions.stream().collect(Collectors.toMap(each -> each, each -> which));
        try {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            admin.listOffsets(question, new ListOffsetsOptions(isolation))
                    .all()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .forEach((partition, answer) -> offsets.put(partition, answer.offset()));
            return offsets;
        } catch (ExecutionException | TimeoutException e) {
            throw new StreamException("list the offsets of " + partitions, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamException("list the offsets of " + partitions, e);
        }
    }

    private static long offset(Map<TopicPartition, Long> of, TopicPartition partition) {
        Long offset = of.get(partition);
        if (offset == null) {
            throw new IllegalStateException("no offset of " + partition + " in " + of.keySet());
        }
        return offset;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamException("wait for open transactions", e);
        }
    }

    @Override
    public void close() {
        consumer.close();
        admin.close(Duration.ZERO);
    }
}
