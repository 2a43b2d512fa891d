package io.vfledger.executor.stream;

import io.vfledger.executor.journal.Checkpoint;
import io.vfledger.executor.journal.StorageException;
import io.vfledger.executor.outbox.Backoff;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.NodePartition;
import io.vfledger.schemas.RecordKey;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.wire.AvroReader;
import io.vfledger.schemas.wire.Decoded;
import io.vfledger.schemas.wire.RecordHeaders;
import io.vfledger.schemas.wire.RegistryException;
import io.vfledger.vf.NodeName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the commands of this node: by assignment, without a group, and skips foreign keys before decoding. Whatever fails,
 * it begins anew with a growing pause; what was handled is known by fence and offset.
 */
public final class CommandStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommandStream.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long CHECKPOINT_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    /** Commands that may be under way at once; above it reading pauses. */
    private static final int MOST_RUNNING = 1_024;

    private final ConnectionSettings connection;
    private final NodeName node;
    private final AvroReader reader;
    private final Checkpoint checkpoint;
    private final CommandHandler handler;
    private final Thread thread;
    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
    private volatile Optional<Consumer<byte[], byte[]>> open = Optional.empty();
    private volatile Optional<String> trouble = Optional.empty();
    private boolean loaded;
    private boolean replayed;
    private long notedEnd;

    public CommandStream(
            ConnectionSettings connection,
            NodeName node,
            AvroReader reader,
            Checkpoint checkpoint,
            CommandHandler handler) {
        this.connection = connection;
        this.node = node;
        this.reader = reader;
        this.checkpoint = checkpoint;
        this.handler = handler;
        this.thread = new Thread(this::run, "commands");
    }

    public void start() {
        thread.start();
    }

    /** Why commands cannot be read now; empty while they can, and before the first try has ended. */
    public Optional<String> trouble() {
        return trouble;
    }

    private void run() {
        try {
            do {
                readUntilItFails();
            } while (backoff.pause());
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readUntilItFails() {
        try (Consumer<byte[], byte[]> consumer = connect()) {
            open = Optional.of(consumer);
            read(consumer);
        } catch (WakeupException e) {
            LOG.debug("commands are not read any more");
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException | RegistryException | StreamException e) {
            trouble = Optional.of(String.valueOf(e.getMessage()));
            LOG.warn(
                    "commands cannot be read, trying again in {} ms: {}",
                    backoff.next().toMillis(),
                    e.getMessage());
        } finally {
            open = Optional.empty();
        }
    }

    private Consumer<byte[], byte[]> connect() {
        Map<String, Object> settings = new HashMap<>(connection.consumer("vfledger-agent-" + node));
        settings.put("fetch.max.wait.ms", 500);
        settings.put("default.api.timeout.ms", 30_000);
        settings.put("request.timeout.ms", 15_000);
        settings.put("reconnect.backoff.max.ms", 1_000);
        settings.put("enable.metrics.push", false);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        int partition = NodePartition.of(node.value(), partitionCount(consumer));
        TopicPartition commands = new TopicPartition(Topic.COMMANDS.topicName(), partition);
        long end = consumer.endOffsets(List.of(commands)).getOrDefault(commands, 0L);
        if (!loaded) {
            notedEnd = end;
            handler.loaded(new StateReader(node, reader).read(consumer, partition));
            loaded = true;
        }
        consumer.assign(List.of(commands));
        long from = startOffset(consumer, commands, end);
        consumer.seek(commands, from);
        Progress progress = new Progress(from);
        follow(consumer, commands, progress);
    }

    /** After the last command handled; where that is not in the log any more, from what the state topics were noted at. */
    private long startOffset(Consumer<byte[], byte[]> consumer, TopicPartition commands, long end) {
        long begin = consumer.beginningOffsets(List.of(commands)).getOrDefault(commands, 0L);
        long wanted = checkpoint.nextCommand().orElse(notedEnd);
        if (wanted > end) {
            LOG.warn("{} ends at {}, before the offset {} read last: it is another log", commands, end, wanted);
            return begin;
        }
        return Math.max(begin, wanted);
    }

    private void follow(Consumer<byte[], byte[]> consumer, TopicPartition commands, Progress progress) {
        long saved = -1;
        long savedAt = System.nanoTime() - CHECKPOINT_EVERY_NANOS;
        while (!backoff.stopped()) {
            if (progress.running() >= MOST_RUNNING) {
                consumer.pause(List.of(commands));
            } else {
                consumer.resume(List.of(commands));
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                take(record, progress);
            }
            long position = consumer.position(commands);
            progress.readUpTo(position);
            trouble = Optional.empty();
            backoff.succeeded();
            if (!replayed && position >= notedEnd) {
                replayed = true;
                handler.replayed();
            }
            long handled = progress.handledUpTo();
            if (replayed && handled != saved && System.nanoTime() - savedAt >= CHECKPOINT_EVERY_NANOS) {
                save(handled);
                saved = handled;
                savedAt = System.nanoTime();
            }
        }
    }

    private void save(long handled) {
        try {
            checkpoint.consumedUpTo(handled);
        } catch (StorageException e) {
            // They are known by their fences when they come again.
            LOG.warn("how far commands were handled is not written down: {}", e.getMessage());
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record, Progress progress) {
        if (record.key() == null || !RecordKey.isOf(record.key(), RecordKey.bytes(node.value()))) {
            return;
        }
        switch (reader.read(Topic.COMMANDS, record.value())) {
            case Decoded.Value readable -> {
                progress.begun(record.offset());
                var _ = handler.handle(readable.record(), traceOf(record))
                        .whenComplete((done, failure) -> progress.finished(record.offset()));
            }
            case Decoded.Unreadable unreadable ->
                handler.unreadable(
                        new String(record.key(), StandardCharsets.UTF_8),
                        record.topic() + "-" + record.partition() + "@" + record.offset() + ": "
                                + unreadable.message());
        }
    }

    private static String traceOf(ConsumerRecord<byte[], byte[]> record) {
        return RecordHeaders.read(record.headers())
                .flatMap(RecordHeaders.Envelope::traceParent)
                .orElseGet(TraceParent::fresh);
    }

    /** All topics must have one count of partitions, or a node's records would be in different ones. */
    private static int partitionCount(Consumer<byte[], byte[]> consumer) {
        List<Topic> topics = List.of(
                Topic.COMMANDS, Topic.VF_STATE, Topic.NODE_STATE, Topic.INVENTORY, Topic.CNI_REQUESTS, Topic.OUTCOMES);
        int count = consumer.partitionsFor(Topic.COMMANDS.topicName()).size();
        for (Topic topic : topics) {
            int other = consumer.partitionsFor(topic.topicName()).size();
            if (count == 0 || other != count) {
                throw new StreamException("topic " + topic.topicName() + " has " + other + " partitions and topic "
                        + Topic.COMMANDS.topicName() + " " + count
                        + ": all must have the same number; run the installer");
            }
        }
        return count;
    }

    @Override
    public void close() {
        backoff.stop();
        // A consumer that is woken closes in peace; one that is interrupted cannot say good-bye.
        open.ifPresent(Consumer::wakeup);
        try {
            if (thread.isAlive() && !thread.join(Duration.ofSeconds(5))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
