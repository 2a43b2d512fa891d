package io.vfledger.allocator.stream;

import io.vfledger.avro.DeadLetter;
import io.vfledger.host.CommandRecord;
import io.vfledger.host.LedgerEntry;
import io.vfledger.host.NodeRecord;
import io.vfledger.host.VfRecord;
import io.vfledger.ledger.CommandCodec;
import io.vfledger.ledger.EntryCodec;
import io.vfledger.ledger.StateCodec;
import io.vfledger.schemas.RecordKey;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.wire.AvroWriter;
import io.vfledger.schemas.wire.RecordHeaders;
import io.vfledger.schemas.wire.RegistryException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Makes the records that a transaction writes. Ids derive from (node, node_seq, index), never from randomness. */
final class OutputRecords {
    private static final String SOURCE = "/allocator";
    private static final int MAX_DEAD_KEY_BYTES = 1024;
    private static final int MAX_DEAD_VALUE_BYTES = 64 * 1024;

    private final AvroWriter writer;
    private final String build;

    OutputRecords(AvroWriter writer, String build) {
        this.writer = writer;
        this.build = build;
    }

    ProducerRecord<byte[], byte[]> entry(int partition, LedgerEntry entry, Optional<String> trace) {
        String node = entry.node().value();
        return record(
                new Place(Topic.LEDGER, partition, RecordKey.bytes(node)),
                EntryCodec.encode(entry),
                new Stamp(node + "/" + entry.nodeSeq(), entry.decidedAtMs(), trace));
    }

    ProducerRecord<byte[], byte[]> command(int partition, CommandRecord command, Optional<String> trace) {
        return record(
                new Place(Topic.COMMANDS, partition, RecordKey.bytes(CommandCodec.key(command))),
                CommandCodec.encode(command),
                new Stamp(command.id(), command.decidedAtMs(), trace));
    }

    ProducerRecord<byte[], byte[]> vf(int partition, VfRecord vf, long decidedAtMs) {
        String key = RecordKey.of(vf.key().node().value(), vf.key().pci().value());
        return record(
                new Place(Topic.VF_STATE, partition, RecordKey.bytes(key)),
                StateCodec.encode(vf),
                new Stamp(key + "/" + vf.nodeSeq(), decidedAtMs, Optional.empty()));
    }

    ProducerRecord<byte[], byte[]> node(int partition, NodeRecord node) {
        String name = node.state().node().value();
        return record(
                new Place(Topic.NODE_STATE, partition, RecordKey.bytes(name)),
                StateCodec.encode(node),
                new Stamp(name + "/" + node.head().nodeSeq(), node.head().decidedAtMs(), Optional.empty()));
    }

    /** An input as it came, for people. */
    ProducerRecord<byte[], byte[]> deadLetter(
            ConsumerRecord<byte[], byte[]> input, InputReader.Poison poison, Instant foundAt) {
        byte[] key = input.key() == null ? new byte[0] : input.key();
        byte[] value = input.value() == null ? new byte[0] : input.value();
        DeadLetter letter = DeadLetter.newBuilder()
                .setTopic(input.topic())
                .setPartition(input.partition())
                .setOffset(input.offset())
                .setKey(ByteBuffer.wrap(Arrays.copyOf(key, Math.min(key.length, MAX_DEAD_KEY_BYTES))))
                .setValue(ByteBuffer.wrap(Arrays.copyOf(value, Math.min(value.length, MAX_DEAD_VALUE_BYTES))))
                .setTruncated(value.length > MAX_DEAD_VALUE_BYTES)
                .setReason(poison.reason())
                .setMessage(poison.message())
                .setFoundBy("allocator-service " + build)
                .setFoundAtMs(foundAt.toEpochMilli())
                .build();
        return record(
                new Place(Topic.DEAD_LETTER, input.partition(), key),
                letter,
                new Stamp(
                        InputReader.place(input),
                        foundAt.toEpochMilli(),
                        RecordHeaders.read(input.headers()).flatMap(RecordHeaders.Envelope::traceParent)));
    }

    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record Place(Topic topic, int partition, byte[] key) {}

    private record Stamp(String id, long timeMs, Optional<String> trace) {}

    private ProducerRecord<byte[], byte[]> record(Place place, SpecificRecord body, Stamp stamp) {
        byte[] value;
        try {
            value = writer.write(place.topic(), body);
        } catch (RegistryException e) {
            throw new StreamException("write to " + place.topic().topicName(), e);
        }
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(place.topic().topicName(), place.partition(), place.key(), value);
        RecordHeaders.write(
                record.headers(),
                new RecordHeaders.Envelope(
                        stamp.id(),
                        SOURCE,
                        body.getSchema().getFullName(),
                        Instant.ofEpochMilli(stamp.timeMs()),
                        stamp.trace()));
        return record;
    }
}
