package io.vfledger.inventory.stream;

import io.vfledger.inventory.projection.FeedStatus;
import io.vfledger.inventory.projection.InventoryStore;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.NodePartition;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.wire.AvroReader;
import io.vfledger.vf.NodeName;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all topics from their beginning, for as long as the process lives, on one thread. Whatever the broker or the
 * registry refuses is tried again; only a record that no retry can make readable is passed over, or stops its partition.
 */
public final class TopicFeed implements AutoCloseable {
    /** What is read. */
    static final List<Topic> TOPICS =
            List.of(Topic.NODE_STATE, Topic.VF_STATE, Topic.INVENTORY, Topic.LEDGER, Topic.DEAD_LETTER);

    private static final Logger LOG = LoggerFactory.getLogger(TopicFeed.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final ConnectionSettings connection;
    private final RecordFold fold;
    private final News news;
    private final FeedProgress progress;
    private final ServiceThread thread = new ServiceThread("topic-feed", this::run);
    private volatile Optional<Consumer<byte[], byte[]>> open = Optional.empty();
    private volatile int partitionCount;

    /**
     * Makes a feed; {@link #start} begins to read.
     *
     * @param news told after records were taken, and once everything that was there at start was read
     */
    public TopicFeed(ConnectionSettings connection, AvroReader reader, InventoryStore store, News news, Clock clock) {
        this.connection = connection;
        this.fold = new RecordFold(reader, store);
        this.news = news;
        this.progress = new FeedProgress(clock);
    }

    /** Begins to read. */
    public void start() {
        thread.start();
    }

    /** How far it has read. */
    public FeedStatus status() {
        return progress.status();
    }

    /** The partition number of a node; -1 while the count is not known. */
    public int partitionOf(NodeName node) {
        int count = partitionCount;
        return count == 0 ? -1 : NodePartition.of(node.value(), count);
    }

    private void run() {
        while (!thread.isClosing()) {
            try (Consumer<byte[], byte[]> consumer = connect()) {
                open = Optional.of(consumer);
                read(consumer);
            } catch (WakeupException e) {
                LOG.debug("woken to close", e);
            } catch (KafkaException e) {
                progress.failed(e.toString());
                LOG.warn("reading the topics failed, trying again: {}", e.toString());
                thread.pause(PAUSE);
            }
        }
    }

    private Consumer<byte[], byte[]> connect() {
        Map<String, Object> settings = connection.consumer("inventory-service-feed");
        settings.put("default.api.timeout.ms", 5_000);
        settings.put("max.poll.records", 1_000);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        Optional<List<TopicPartition>> partitions = partitions(consumer);
        if (partitions.isEmpty()) {
            thread.pause(PAUSE);
            return;
        }
        consumer.assign(partitions.get());
        progress.resume(consumer, partitions.get());
        PartitionReader reader = new PartitionReader(consumer, fold, progress);
        while (!thread.isClosing()) {
            boolean wasReady = progress.status().ready();
            boolean anything = reader.poll(POLL);
            progress.update(consumer);
            if (anything || progress.status().ready() != wasReady) {
                news.arrived();
            }
        }
    }

    /** All partitions of all topics; empty while a topic is not there, or their counts differ. */
    private Optional<List<TopicPartition>> partitions(Consumer<byte[], byte[]> consumer) {
        int count = 0;
        for (Topic topic : TOPICS) {
            int found = consumer.partitionsFor(topic.topicName()).size();
            if (found == 0) {
                progress.failed("topic " + topic.topicName() + " does not exist yet: the installer creates it");
                return Optional.empty();
            }
            if (count != 0 && found != count) {
                progress.failed("topic " + topic.topicName() + " has " + found + " partitions, others have " + count
                        + ": all topics must have the same number");
                return Optional.empty();
            }
            count = found;
        }
        partitionCount = count;
        int each = count;
        return Optional.of(TOPICS.stream()
                .flatMap(topic -> IntStream.range(0, each)
                        .mapToObj(partition -> new TopicPartition(topic.topicName(), partition)))
                .toList());
    }

    @Override
    public void close() {
        thread.end();
        open.ifPresent(Consumer::wakeup);
        thread.close();
    }
}
