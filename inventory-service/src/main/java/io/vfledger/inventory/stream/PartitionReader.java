package io.vfledger.inventory.stream;

import io.vfledger.schemas.Topic;
import io.vfledger.schemas.TopicCatalogue;
import io.vfledger.schemas.wire.RegistryException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One poll: takes what came, passes over what may be passed over, stops the partitions that have to be stopped. */
final class PartitionReader {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionReader.class);

    private final Consumer<byte[], byte[]> consumer;
    private final RecordFold fold;
    private final FeedProgress progress;

    PartitionReader(Consumer<byte[], byte[]> consumer, RecordFold fold, FeedProgress progress) {
        this.consumer = consumer;
        this.fold = fold;
        this.progress = progress;
    }

    /** Reads once; whether anything came. */
    boolean poll(Duration patience) {
        ConsumerRecords<byte[], byte[]> records;
        try {
            records = consumer.poll(patience);
        } catch (OffsetOutOfRangeException e) {
            e.offsetOutOfRangePartitions().forEach(this::outOfRange);
            return false;
        }
        for (TopicPartition partition : records.partitions()) {
            take(partition, records.records(partition));
        }
        return !records.isEmpty();
    }

    private void take(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        Topic topic = TopicCatalogue.named(partition.topic())
                .orElseThrow(() -> new IllegalStateException("read from " + partition + ", which was not asked for"));
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                switch (fold.take(topic, record)) {
                    case RecordFold.Outcome.Taken _ -> progress.taken(partition);
                    case RecordFold.Outcome.Unreadable(String reason) -> {
                        if (stops(topic)) {
                            stop(partition, record.offset(), reason);
                            return;
                        }
                        progress.skipped(partition);
                        LOG.warn("passed over {} offset {}: {}", partition, record.offset(), reason);
                    }
                }
            } catch (RegistryException e) {
                progress.failed(String.valueOf(e.getMessage()));
                LOG.warn("{} offset {} waits for the registry: {}", partition, record.offset(), e.getMessage());
                consumer.seek(partition, record.offset());
                return;
            }
        }
    }

    /** A gap in state or ledger would make every later answer doubtful; elsewhere the allocator's dead letter tells. */
    private static boolean stops(Topic topic) {
        return switch (topic) {
            case LEDGER, VF_STATE, NODE_STATE -> true;
            case INVENTORY, SCHEDULING, CNI_REQUESTS, COMMANDS, OUTCOMES, CHECKPOINTS, DEAD_LETTER -> false;
        };
    }

    private void outOfRange(TopicPartition partition, long offset) {
        if (partition.topic().equals(Topic.LEDGER.topicName())) {
            stop(partition, offset, "the ledger no longer has this offset: entries were deleted");
        } else {
            LOG.warn("{} no longer has offset {}, reading on from its first", partition, offset);
            consumer.seekToBeginning(Set.of(partition));
        }
    }

    private void stop(TopicPartition partition, long offset, String reason) {
        LOG.error("stopped reading {} at offset {}: {}", partition, offset, reason);
        progress.stopped(partition, offset, reason);
        consumer.seek(partition, offset);
        consumer.pause(Set.of(partition));
    }
}
