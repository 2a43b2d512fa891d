package io.vfledger.vfctl.evidence;

import io.vfledger.avro.LedgerEntry;
import io.vfledger.avro.TreeHead;
import io.vfledger.host.Bytes;
import io.vfledger.ledger.LedgerVerifier.Fault;
import io.vfledger.ledger.proof.LedgerLeaf;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.wire.AvroReader;
import io.vfledger.schemas.wire.Decoded;
import io.vfledger.schemas.wire.RegistryClients;
import io.vfledger.schemas.wire.RegistryException;
import io.vfledger.schemas.wire.RegistrySchemaIds;
import io.vfledger.schemas.wire.WireFormat;
import io.vfledger.vfctl.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads ledger and state straight from Kafka, committed records only, up to the ends that it saw. */
final class LedgerTopics implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AvroReader reader;
    private final String broker;

    LedgerTopics(ConnectionSettings connection) {
        Map<String, Object> settings = connection.consumer("vfctl-audit");
        settings.put("default.api.timeout.ms", (int) PATIENCE.toMillis());
        broker = connection.bootstrapServers();
        reader = new AvroReader(
                new RegistrySchemaIds(RegistryClients.connect(connection), connection.registryUrl(), PATIENCE));
        try {
            consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw new Refusal("cannot use the broker at " + broker, e);
        }
    }

    /**
     * How many partitions the ledger has.
     *
     * @throws Refusal when there is no ledger
     */
    int partitions() {
        int partitions =
                asking(() -> consumer.partitionsFor(Topic.LEDGER.topicName()).size());
        if (partitions == 0) {
            throw new Refusal("the broker at " + broker + " has no topic " + Topic.LEDGER.topicName());
        }
        return partitions;
    }

    /**
     * Reads the entries of a partition, from the first to the last that is there now.
     *
     * @param taker says what is wrong with an entry; nothing is read after that
     */
    Optional<Fault> entries(int partition, Function<RawEntry, Optional<Fault>> taker) {
        return asking(() -> read(
                Topic.LEDGER,
                partition,
                record -> take(Topic.LEDGER, List.of(record), decoded -> {
                    LedgerLeaf leaf = new LedgerLeaf(
                            Bytes.owned(record.key()),
                            Bytes.owned(WireFormat.fingerprint(decoded.writerSchema())),
                            Bytes.owned(WireFormat.bodyOf(record.value())));
                    return taker.apply(new RawEntry(record.offset(), leaf, (LedgerEntry) decoded.record()));
                })));
    }

    /** Reads the heads of a partition that were told. */
    Optional<Fault> heads(int partition, Consumer<KnownHead> taker) {
        return asking(() -> read(
                Topic.CHECKPOINTS,
                partition,
                record -> take(Topic.CHECKPOINTS, List.of(record), decoded -> {
                    taker.accept(KnownHead.of(
                            (TreeHead) decoded.record(), "the head at offset " + record.offset() + " of checkpoints"));
                    return Optional.empty();
                })));
    }

    /** Reads the newest record of each key of a topic of states. */
    Optional<Fault> states(Topic topic, int partition, Consumer<SpecificRecord> taker) {
        return asking(() -> take(topic, newest(topic, partition), decoded -> {
            taker.accept(decoded.record());
            return Optional.empty();
        }));
    }

    private <T> T asking(Supplier<T> question) {
        try {
            return question.get();
        } catch (KafkaException | RegistryException e) {
            throw new Refusal("reading the ledger from " + broker + " failed", e);
        }
    }

    private Optional<Fault> take(
            Topic topic, List<ConsumerRecord<byte[], byte[]>> records, Function<Decoded.Value, Optional<Fault>> taker) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Optional<Fault> fault = switch (reader.read(topic, record.value())) {
                case Decoded.Unreadable unreadable -> Optional.of(fault(topic, record, unreadable.message()));
                case Decoded.Value value -> {
                    try {
                        yield taker.apply(value);
                    } catch (IllegalArgumentException e) {
                        yield Optional.of(fault(topic, record, String.valueOf(e.getMessage())));
                    }
                }
            };
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private static Fault fault(Topic topic, ConsumerRecord<byte[], byte[]> record, String what) {
        return new Fault(
                record.partition(), record.offset(), "topic " + topic.topicName(), "it cannot be read: " + what);
    }

    /** The newest record of each key. */
    private List<ConsumerRecord<byte[], byte[]>> newest(Topic topic, int partition) {
        Map<String, ConsumerRecord<byte[], byte[]>> newest = new HashMap<>();
        read(topic, partition, record -> {
            newest.put(new String(record.key(), StandardCharsets.UTF_8), record);
            return Optional.empty();
        });
        return List.copyOf(newest.values());
    }

    /** Reads a partition from its beginning to the end that it has now, or until something is wrong. */
    private Optional<Fault> read(
            Topic topic, int partition, Function<ConsumerRecord<byte[], byte[]>, Optional<Fault>> taker) {
        TopicPartition from = new TopicPartition(topic.topicName(), partition);
        consumer.assign(List.of(from));
        consumer.seekToBeginning(List.of(from));
        long end = consumer.endOffsets(List.of(from)).getOrDefault(from, 0L);
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (consumer.position(from) < end) {
            List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL).records(from);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                Optional<Fault> fault = record.offset() < end ? taker.apply(record) : Optional.empty();
                if (fault.isPresent()) {
                    return fault;
                }
            }
            if (!records.isEmpty()) {
                giveUpAt = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > giveUpAt) {
                throw new Refusal("the broker at " + broker + " gave nothing of " + from + " for "
                        + PATIENCE.toSeconds() + " s, at offset " + consumer.position(from) + " of " + end);
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
