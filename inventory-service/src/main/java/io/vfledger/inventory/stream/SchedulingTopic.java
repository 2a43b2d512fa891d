package io.vfledger.inventory.stream;

import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.NodePartition;
import io.vfledger.schemas.RecordKey;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.wire.AvroWriter;
import io.vfledger.schemas.wire.RecordHeaders;
import io.vfledger.vf.NodeName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes to the topic {@code scheduling}. */
final class SchedulingTopic implements AutoCloseable {
    /** How long the broker is waited for, with one record. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String SOURCE = "/inventory-service";

    private final Producer<byte[], byte[]> producer;
    private final AvroWriter writer;
    private final Clock clock;

    /** @param client names the producer to the broker */
    SchedulingTopic(ConnectionSettings connection, String client, AvroWriter writer, Clock clock) {
        Map<String, Object> settings = connection.producer(client);
        settings.put("max.block.ms", PATIENCE.toMillis());
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        this.writer = writer;
        this.clock = clock;
    }

    /**
     * Sends a record.
     *
     * @param about tells what it is about; with node and time it is the record's id
     * @return done once the broker has it
     * @throws org.apache.kafka.common.KafkaException when the broker cannot be asked
     * @throws io.vfledger.schemas.wire.RegistryException when the schema's id cannot be learned
     */
    Future<?> send(NodeName node, SpecificRecord value, String about) {
        int partitions = producer.partitionsFor(Topic.SCHEDULING.topicName()).size();
        Instant now = clock.instant();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topic.SCHEDULING.topicName(),
                NodePartition.of(node.value(), partitions),
                RecordKey.bytes(node.value()),
                writer.write(Topic.SCHEDULING, value));
        RecordHeaders.write(
                record.headers(),
                new RecordHeaders.Envelope(
                        node + "/" + about + "/" + now.toEpochMilli(),
                        SOURCE,
                        value.getSchema().getFullName(),
                        now,
                        Optional.empty()));
        return producer.send(record);
    }

    @Override
    public void close() {
        producer.close();
    }
}
