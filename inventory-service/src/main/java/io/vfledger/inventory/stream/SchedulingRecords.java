package io.vfledger.inventory.stream;

import io.vfledger.schemas.NodePartition;
import io.vfledger.schemas.RecordKey;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.wire.AvroWriter;
import io.vfledger.schemas.wire.RecordHeaders;
import io.vfledger.vf.NodeName;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Makes records of the topic {@code scheduling}: their key, partition and headers. */
final class SchedulingRecords {
    private static final String SOURCE = "/inventory-service";

    private final AvroWriter writer;
    private final Clock clock;

    SchedulingRecords(AvroWriter writer, Clock clock) {
        this.writer = writer;
        this.clock = clock;
    }

    /**
     * The record.
     *
     * @param about tells what it is about; with node and time it is the record's id
     * @param partitions of the topic
     */
    ProducerRecord<byte[], byte[]> of(NodeName node, SpecificRecord value, String about, int partitions) {
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
        return record;
    }
}
