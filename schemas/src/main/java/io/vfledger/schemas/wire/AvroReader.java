package io.vfledger.schemas.wire;

import io.vfledger.avro.DeadLetterReason;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.TopicCatalogue;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of topics: the schema they were written with comes from the registry by its id, the one they are read
 * as is compiled in. Safe for use by many threads.
 */
public final class AvroReader {
    static {
        AvroTrust.establish();
    }

    private final SchemaIds ids;
    private final Map<Schema, SpecificDatumReader<SpecificRecord>> readers = new ConcurrentHashMap<>();

    public AvroReader(SchemaIds ids) {
        this.ids = ids;
    }

    /**
     * Reads a value.
     *
     * @param value as it came, null for a tombstone
     * @return unreadable where no retry can help
     * @throws RegistryException when the schema is not known and the registry did not answer for too long: read the
     *     same record again later
     */
    public Decoded read(Topic topic, byte @Nullable [] value) {
        if (value == null) {
            return unreadable(DeadLetterReason.NO_SCHEMA_ID, "a tombstone; topic " + topic.topicName() + " has none");
        }
        OptionalInt id = WireFormat.schemaId(value);
        if (id.isEmpty()) {
            return unreadable(
                    DeadLetterReason.NO_SCHEMA_ID,
                    value.length + " bytes that do not begin with 0x00 and a schema id of four bytes");
        }
        Optional<Schema> writer = ids.schemaOf(id.getAsInt());
        if (writer.isEmpty()) {
            return unreadable(
                    DeadLetterReason.UNKNOWN_SCHEMA, "schema id " + id.getAsInt() + " is not in the registry");
        }
        return readBody(topic, writer.get(), value, WireFormat.PREFIX_BYTES);
    }

    /**
     * Reads a body that has no prefix, as the ledger keeps it.
     *
     * @param writer the schema it was written with
     */
    public Decoded readBody(Topic topic, Schema writer, byte[] body) {
        return readBody(topic, writer, body, 0);
    }

    private Decoded readBody(Topic topic, Schema writer, byte[] bytes, int offset) {
        Optional<Class<? extends SpecificRecord>> type =
                TopicCatalogue.recordType(writer.getFullName()).filter(topic.recordTypes()::contains);
        if (type.isEmpty()) {
            return unreadable(
                    DeadLetterReason.WRONG_TYPE,
                    "a " + writer.getFullName() + "; this build reads "
                            + topic.recordTypes().stream()
                                    .map(Class::getSimpleName)
                                    .toList() + " from topic "
                            + topic.topicName());
        }
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, offset, bytes.length - offset, null);
        try {
            SpecificRecord record = readers.computeIfAbsent(writer, schema -> reader(schema, type.get()))
                    .read(null, decoder);
            return decoder.isEnd()
                    ? new Decoded.Value(record, writer)
                    : unreadable(DeadLetterReason.UNDECODABLE, "bytes are left after a whole " + writer.getName());
        } catch (IOException | AvroRuntimeException | UnsupportedOperationException | IndexOutOfBoundsException e) {
            // What Avro throws at a body that is cut short, or lies about a length, an index or a limit.
            return unreadable(DeadLetterReason.UNDECODABLE, "not a " + writer.getName() + ": " + e);
        }
    }

    private static SpecificDatumReader<SpecificRecord> reader(Schema writer, Class<? extends SpecificRecord> type) {
        SpecificData model = SpecificData.getForClass(type);
        return new SpecificDatumReader<>(writer, model.getSchema(type), model);
    }

    private static Decoded unreadable(DeadLetterReason reason, String message) {
        return new Decoded.Unreadable(reason, message);
    }
}
