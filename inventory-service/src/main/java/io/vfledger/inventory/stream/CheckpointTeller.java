package io.vfledger.inventory.stream;

import io.vfledger.avro.LedgerEntry;
import io.vfledger.avro.TreeHead;
import io.vfledger.host.Bytes;
import io.vfledger.ledger.proof.Checkpoint;
import io.vfledger.ledger.proof.LedgerLeaf;
import io.vfledger.ledger.proof.SignedNote;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.RecordKey;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.wire.AvroReader;
import io.vfledger.schemas.wire.AvroWriter;
import io.vfledger.schemas.wire.Decoded;
import io.vfledger.schemas.wire.RecordHeaders;
import io.vfledger.schemas.wire.RegistryException;
import io.vfledger.schemas.wire.SchemaIds;
import io.vfledger.schemas.wire.WireFormat;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs the heads of the ledger's trees and tells them in the topic {@code checkpoints}. Reads committed records only,
 * from the first entry at every start, and signs nothing that does not go on from the head that it signed last. The same
 * head told twice, by a second instance, says the same.
 */
public final class CheckpointTeller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointTeller.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final long SEND_SECONDS = 10;
    private static final String SOURCE = "/inventory-service";

    private final ConnectionSettings connection;
    private final AvroReader reader;
    private final AvroWriter writer;
    private final CheckpointRule rule;
    private final Clock clock;
    private final Map<Integer, PartitionTree> trees = new TreeMap<>();
    private final NavigableMap<Integer, String> stopped = new ConcurrentSkipListMap<>();
    private final ServiceThread thread = new ServiceThread("checkpoints", this::run);

    /** Makes a teller; {@link #start} begins. */
    public CheckpointTeller(ConnectionSettings connection, SchemaIds ids, CheckpointRule rule, Clock clock) {
        this.connection = connection;
        this.reader = new AvroReader(ids);
        this.writer = new AvroWriter(ids);
        this.rule = rule;
        this.clock = clock;
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    private void run() {
        while (!thread.isClosing()) {
            try (Consumer<byte[], byte[]> consumer = connect();
                    Producer<byte[], byte[]> producer = new KafkaProducer<>(
                            connection.producer("inventory-service-checkpoints"),
                            new ByteArraySerializer(),
                            new ByteArraySerializer())) {
                follow(consumer, producer);
            } catch (KafkaException | RegistryException e) {
                LOG.warn("signing heads of the ledger failed, trying again: {}", e.toString());
            }
            thread.pause(PAUSE);
        }
    }

    private Consumer<byte[], byte[]> connect() {
        Map<String, Object> settings = connection.consumer("inventory-service-checkpoints");
        settings.put("default.api.timeout.ms", 5_000);
        settings.put("max.poll.records", 1_000);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void follow(Consumer<byte[], byte[]> consumer, Producer<byte[], byte[]> producer) {
        int count = consumer.partitionsFor(Topic.LEDGER.topicName()).size();
        if (count == 0 || consumer.partitionsFor(Topic.CHECKPOINTS.topicName()).size() != count) {
            LOG.info("waiting for the topics {} and {}", Topic.LEDGER.topicName(), Topic.CHECKPOINTS.topicName());
            return;
        }
        if (trees.isEmpty()) {
            Map<Integer, Checkpoint> heads =
                    new SignedHeads(consumer, reader, rule.key().publicKey()).newest(count);
            for (int partition = 0; partition < count; partition++) {
                String origin = Checkpoint.originOf(rule.key().publicKey().name(), partition);
                trees.put(partition, new PartitionTree(origin, Optional.ofNullable(heads.get(partition))));
            }
        }
        List<TopicPartition> ledger = IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(Topic.LEDGER.topicName(), partition))
                .toList();
        consumer.assign(ledger);
        ledger.forEach(partition -> consumer.seek(partition, tree(partition).nextOffset()));
        while (!thread.isClosing()) {
            consumer.poll(POLL).forEach(this::take);
            trees.forEach((partition, tree) -> tree.due(rule, clock.millis())
                    .filter(head -> tell(producer, partition, head))
                    .ifPresent(tree::signed));
        }
    }

    private PartitionTree tree(TopicPartition partition) {
        return trees.computeIfAbsent(partition.partition(), number -> {
            throw new IllegalStateException("no tree of ledger partition " + number);
        });
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        PartitionTree tree = tree(new TopicPartition(record.topic(), record.partition()));
        if (tree.fault().isPresent()) {
            return;
        }
        switch (reader.read(Topic.LEDGER, record.value())) {
            case Decoded.Unreadable unreadable ->
                tree.stop("the entry at offset " + record.offset() + " cannot be read: " + unreadable.message());
            case Decoded.Value value -> {
                LedgerLeaf leaf = new LedgerLeaf(
                        Bytes.owned(record.key()),
                        Bytes.owned(WireFormat.fingerprint(value.writerSchema())),
                        Bytes.owned(WireFormat.bodyOf(record.value())));
                long seq = ((LedgerEntry) value.record()).getPartitionSeq();
                tree.take(record.offset(), seq, leaf.hash(), clock.millis());
            }
        }
        tree.fault().ifPresent(why -> {
            stopped.put(record.partition(), why);
            LOG.error("heads of ledger partition {} are signed no more: {}", record.partition(), why);
        });
    }

    /** Ledger partitions whose heads are signed no more until this process begins anew, and why. */
    public SortedMap<Integer, String> stopped() {
        return Collections.unmodifiableSortedMap(stopped);
    }

    /** Whether the head lies in the topic. */
    private boolean tell(Producer<byte[], byte[]> producer, int partition, Checkpoint head) {
        SignedNote note = head.sign(rule.key());
        Instant now = clock.instant();
        TreeHead told = TreeHead.newBuilder()
                .setPartition(partition)
                .setTreeSize(head.size())
                .setRootHash(ByteBuffer.wrap(head.root().toArray()))
                .setNote(note.toString())
                .setObservedAtMs(now.toEpochMilli())
                .build();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topic.CHECKPOINTS.topicName(),
                partition,
                RecordKey.bytes(Integer.toString(partition)),
                writer.write(Topic.CHECKPOINTS, told));
        RecordHeaders.write(
                record.headers(),
                new RecordHeaders.Envelope(
                        head.origin() + "/" + head.size(),
                        SOURCE,
                        told.getSchema().getFullName(),
                        now,
                        Optional.empty()));
        try {
            producer.send(record).get(SEND_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("could not tell the head of ledger partition {}, trying again: {}", partition, e.toString());
        } catch (InterruptedException e) {
            thread.interrupted();
        }
        return false;
    }

    @Override
    public void close() {
        thread.close();
    }
}
