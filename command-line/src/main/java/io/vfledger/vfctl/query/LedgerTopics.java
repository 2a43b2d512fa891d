package io.vfledger.vfctl.query;

import io.vfledger.avro.LedgerEntry;
import io.vfledger.avro.NodeState;
import io.vfledger.avro.VfState;
import io.vfledger.ledger.EntryCodec;
import io.vfledger.ledger.LedgerVerifier.Fault;
import io.vfledger.ledger.StateCodec;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads ledger and state straight from Kafka, committed records only, up to the ends that it saw. */
final class LedgerTopics implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Consumer<byte[], byte[]> consumer;
    private final AvroReader reader;
    private final String broker;

    LedgerTopics(ConnectionSettings connection) {
        Map<String, Object> settings = connection.consumer("vfctl-verify");
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
     * Checks all partitions, one after the other.
     *
     * @return an audit for each, and the first thing that is wrong
     * @throws Refusal when broker or registry cannot be asked, or a topic is not there
     */
    Result audit() {
        try {
            int partitions = consumer.partitionsFor(Topic.LEDGER.topicName()).size();
            if (partitions == 0) {
                throw new Refusal("the broker at " + broker + " has no topic " + Topic.LEDGER.topicName());
            }
            List<PartitionAudit> audits = new ArrayList<>();
            for (int partition = 0; partition < partitions; partition++) {
                PartitionAudit audit = new PartitionAudit(partition);
                audits.add(audit);
                Optional<Fault> fault = audit(partition, audit);
                if (fault.isPresent()) {
                    return new Result(audits, fault);
                }
            }
            return new Result(audits, Optional.empty());
        } catch (KafkaException | RegistryException e) {
            throw new Refusal("reading the ledger from " + broker + " failed", e);
        }
    }

    /**
     * What came of an audit.
     *
     * @param audits of the partitions read so far
     * @param fault the first thing that is wrong
     */
    record Result(List<PartitionAudit> audits, Optional<Fault> fault) {}

    private Optional<Fault> audit(int partition, PartitionAudit audit) {
        // In this order, so that each record names an entry, and each function of a node has a record, that was read.
        List<ConsumerRecord<byte[], byte[]>> nodes = newest(Topic.NODE_STATE, partition);
        List<ConsumerRecord<byte[], byte[]>> vfs = newest(Topic.VF_STATE, partition);
        Optional<Fault> unreadable = take(Topic.NODE_STATE, nodes, decoded -> {
                    audit.expect(StateCodec.decode((NodeState) decoded.record()));
                    return Optional.empty();
                })
                .or(() -> take(Topic.VF_STATE, vfs, decoded -> {
                    audit.expect(StateCodec.decode((VfState) decoded.record()));
                    return Optional.empty();
                }));
        return unreadable.or(() -> ledger(partition, audit)).or(audit::end);
    }

    private Optional<Fault> ledger(int partition, PartitionAudit audit) {
        return read(
                Topic.LEDGER,
                partition,
                record -> take(Topic.LEDGER, List.of(record), decoded -> {
                    byte[] fingerprint = WireFormat.fingerprint(decoded.writerSchema());
                    return audit.next(
                            record.offset(),
                            (LedgerEntry) decoded.record(),
                            EntryCodec.hash(fingerprint, WireFormat.bodyOf(record.value())));
                }));
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
