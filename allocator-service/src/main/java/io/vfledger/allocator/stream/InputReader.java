package io.vfledger.allocator.stream;

import io.vfledger.avro.DeadLetterReason;
import io.vfledger.host.Bytes;
import io.vfledger.host.Cause;
import io.vfledger.host.InputRecord;
import io.vfledger.ledger.InputCodec;
import io.vfledger.schemas.NodePartition;
import io.vfledger.schemas.RecordKey;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.TopicCatalogue;
import io.vfledger.schemas.wire.AvroReader;
import io.vfledger.schemas.wire.Decoded;
import io.vfledger.schemas.wire.RecordHeaders;
import io.vfledger.schemas.wire.RegistryException;
import io.vfledger.schemas.wire.WireFormat;
import io.vfledger.vf.NodeName;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads an input as far as it can be trusted: from the right node, of the right type, in the right partition. */
final class InputReader {
    private static final int MAX_KEY_BYTES = 1024;

    private final AvroReader reader;
    private final int partitions;

    /**
     * @param reader of values
     * @param partitions of every topic
     */
    InputReader(AvroReader reader, int partitions) {
        this.reader = reader;
        this.partitions = partitions;
    }

    /** What became of reading an input. */
    sealed interface Reading {}

    /** It can be decided. */
    record Understood(InputRecord input) implements Reading {}

    /** It can never be, however often it is tried. */
    record Poison(DeadLetterReason reason, String message) implements Reading {}

    /** @throws StreamException when the registry did not answer: read the same record again */
    Reading read(ConsumerRecord<byte[], byte[]> record) {
        Topic topic = TopicCatalogue.named(record.topic()).orElseThrow();
        Optional<String> key = text(record.key());
        if (key.isEmpty()) {
            return new Poison(DeadLetterReason.BAD_KEY, "the key is not 1 to " + MAX_KEY_BYTES + " bytes of UTF-8");
        }
        if (record.value() != null && record.value().length > topic.maxMessageBytes()) {
            return new Poison(
                    DeadLetterReason.TOO_LARGE,
                    record.value().length + " bytes; topic " + topic.topicName() + " takes " + topic.maxMessageBytes());
        }
        return switch (decode(topic, record)) {
            case Decoded.Unreadable(DeadLetterReason reason, String message) -> new Poison(reason, message);
            case Decoded.Value(SpecificRecord body, Schema writer) -> understand(record, key.get(), body, writer);
        };
    }

    private Decoded decode(Topic topic, ConsumerRecord<byte[], byte[]> record) {
        try {
            return reader.read(topic, record.value());
        } catch (RegistryException e) {
            throw new StreamException("read " + place(record), e);
        }
    }

    private Reading understand(ConsumerRecord<byte[], byte[]> record, String key, SpecificRecord body, Schema writer) {
        String node = RecordKey.nodeOf(key);
        if (!(body.get(body.getSchema().getField("node").pos()) instanceof String named) || !named.equals(node)) {
            return new Poison(
                    DeadLetterReason.BAD_KEY,
                    "the key is of node '" + node + "', the body of '"
                            + body.get(body.getSchema().getField("node").pos()) + "'");
        }
        try {
            NodeName name = new NodeName(node);
            int belongs = NodePartition.of(node, partitions);
            if (belongs != record.partition()) {
                return new Poison(
                        DeadLetterReason.BAD_KEY,
                        "node '" + node + "' belongs to partition " + belongs + ", not " + record.partition());
            }
            return new Understood(new InputRecord(name, origin(record, key, body, writer), InputCodec.decode(body)));
        } catch (IllegalArgumentException e) {
            return new Poison(
                    DeadLetterReason.INVALID_CONTENT,
                    body.getSchema().getName() + " of " + key + ": " + e.getMessage());
        }
    }

    private static Cause.Consumed origin(
            ConsumerRecord<byte[], byte[]> record, String key, SpecificRecord body, Schema writer) {
        return new Cause.Consumed(
                record.topic(),
                record.partition(),
                record.offset(),
                key,
                body.getSchema().getFullName(),
                Bytes.owned(WireFormat.fingerprint(writer)),
                Bytes.owned(WireFormat.bodyOf(record.value())),
                Bytes.owned(RecordHeaders.signature(record.headers()).orElseGet(() -> new byte[0])));
    }

    private static Optional<String> text(byte[] key) {
        if (key == null || key.length == 0 || key.length > MAX_KEY_BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    static String place(ConsumerRecord<?, ?> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }
}
