package io.vfledger.ledger;

import io.vfledger.host.Bytes;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.wire.AvroReader;
import io.vfledger.schemas.wire.Decoded;
import io.vfledger.schemas.wire.SchemaIds;
import io.vfledger.schemas.wire.WriterSchemas;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** Reads bodies that were kept with the fingerprint of their schema, without any registry. */
public final class RecordedBody {
    /** A body without prefix has no id to look up. */
    private static final AvroReader READER = new AvroReader(new SchemaIds() {
        @Override
        public int idOf(Topic topic, Schema schema) {
            throw new IllegalStateException("nothing is written here");
        }

        @Override
        public Optional<Schema> schemaOf(int id) {
            return Optional.empty();
        }
    });

    private RecordedBody() {}

    /**
     * Reads a body.
     *
     * @param recordType full name of the record
     * @param fingerprint of the schema that it was written with
     * @throws IllegalArgumentException when the schema is neither this build's nor a released one, or the body is no
     *     such record
     */
    public static SpecificRecord read(Topic topic, String recordType, Bytes fingerprint, Bytes body) {
        Schema schema = WriterSchemas.compiledIn(recordType, ByteBuffer.wrap(fingerprint.toArray()))
                .orElseThrow(() -> new IllegalArgumentException("a record of type " + recordType
                        + " was written with schema " + fingerprint + ", which is neither this build's nor any released"
                        + " before it; read it with a newer build"));
        return read(topic, schema, body);
    }

    /**
     * Reads a body whose schema is known.
     *
     * @throws IllegalArgumentException when the body is no such record
     */
    static SpecificRecord read(Topic topic, Schema schema, Bytes body) {
        return switch (READER.readBody(topic, schema, body.toArray())) {
            case Decoded.Value value -> value.record();
            case Decoded.Unreadable unreadable -> throw new IllegalArgumentException(unreadable.message());
        };
    }
}
