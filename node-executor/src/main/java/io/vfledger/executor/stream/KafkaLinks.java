package io.vfledger.executor.stream;

import io.vfledger.executor.outbox.Link;
import io.vfledger.executor.outbox.Outgoing;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.NodePartition;
import io.vfledger.schemas.RecordKey;
import io.vfledger.schemas.TopicCatalogue;
import io.vfledger.schemas.wire.RecordHeaders;
import io.vfledger.schemas.wire.RegistryException;
import io.vfledger.schemas.wire.SchemaIds;
import io.vfledger.schemas.wire.WireFormat;
import io.vfledger.vf.NodeName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Links to the broker: an idempotent producer each, which keeps the order of a partition and never gives a record up. */
public final class KafkaLinks implements Link.Maker {
    private static final int BUFFER_BYTES = 8 * 1024 * 1024;
    private static final int MAX_BLOCK_MS = 20_000;
    private static final int REQUEST_TIMEOUT_MS = 15_000;

    private final ConnectionSettings connection;
    private final NodeName node;
    private final SchemaIds ids;

    public KafkaLinks(ConnectionSettings connection, NodeName node, SchemaIds ids) {
        this.connection = connection;
        this.node = node;
        this.ids = ids;
    }

    @Override
    public Link connect() {
        try {
            return new ProducerLink(
                    new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer()));
        } catch (KafkaException e) {
            throw new Link.LinkException("cannot make a producer for " + connection.bootstrapServers(), e);
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(connection.producer("vfledger-agent-" + node));
        settings.put("delivery.timeout.ms", Integer.MAX_VALUE);
        settings.put("retries", Integer.MAX_VALUE);
        settings.put("request.timeout.ms", REQUEST_TIMEOUT_MS);
        settings.put("max.block.ms", MAX_BLOCK_MS);
        settings.put("buffer.memory", BUFFER_BYTES);
        settings.put("retry.backoff.ms", 20);
        settings.put("retry.backoff.max.ms", 500);
        settings.put("reconnect.backoff.max.ms", 1_000);
        settings.put("enable.metrics.push", false);
        return settings;
    }

    private final class ProducerLink implements Link {
        private final KafkaProducer<byte[], byte[]> producer;
        private final Map<String, Integer> partitions = new HashMap<>();

        private ProducerLink(KafkaProducer<byte[], byte[]> producer) {
            this.producer = producer;
        }

        @Override
        public void send(Outgoing record, Consumer<Optional<Exception>> done) {
            String topic = record.topic().topicName();
            try {
                Schema schema = schemaOf(record);
                int partition = NodePartition.of(node.value(), partitionsOf(topic));
                byte[] value = WireFormat.value(ids.idOf(record.topic(), schema), record.body());
                ProducerRecord<byte[], byte[]> sent =
                        new ProducerRecord<>(topic, partition, RecordKey.bytes(record.key()), value);
                RecordHeaders.write(sent.headers(), envelope(record, schema));
                sent.headers().add(RecordHeaders.SIGNATURE, record.signature());
                var _ = producer.send(sent, (metadata, failure) -> done.accept(Optional.ofNullable(failure)));
            } catch (KafkaException | RegistryException e) {
                throw new LinkException("cannot send to topic " + topic + " at " + connection.bootstrapServers(), e);
            }
        }

        private int partitionsOf(String topic) {
            return partitions.computeIfAbsent(
                    topic, name -> producer.partitionsFor(name).size());
        }

        private RecordHeaders.Envelope envelope(Outgoing record, Schema schema) {
            return new RecordHeaders.Envelope(
                    record.stamp().toString(),
                    "/nodes/" + node + "/agent",
                    schema.getFullName(),
                    Instant.ofEpochMilli(record.occurredAtMs()),
                    Optional.of(record.traceParent()));
        }

        @Override
        public void close() {
            // Closing waits for the client's own thread; an interrupted wait would leave that behind.
            boolean interrupted = Thread.interrupted();
            producer.close(Duration.ofSeconds(1));
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Schema schemaOf(Outgoing record) {
        return TopicCatalogue.recordType("io.vfledger.avro." + record.type())
                .map(TopicCatalogue::schemaOf)
                .orElseThrow(() -> new IllegalStateException("no record type " + record.type()));
    }
}
