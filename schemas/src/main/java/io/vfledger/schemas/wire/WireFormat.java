package io.vfledger.schemas.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Confluent's wire format: {@code 0x00}, the schema's id in the registry as a big-endian int32, the Avro binary body.
 * What is hashed, signed and kept in the ledger is the body with its schema's fingerprint: ids differ from registry to
 * registry.
 */
public final class WireFormat {
    /** Bytes before the body. */
    public static final int PREFIX_BYTES = 5;

    /** Longest string or byte array that is decoded. */
    static final int MAX_BYTES = 4 * 1024 * 1024;

    /** Longest list or map that is decoded. */
    static final int MAX_ITEMS = 65_536;

    private static final byte MAGIC = 0;

    static {
        AvroTrust.establish();
    }

    private WireFormat() {}

    /** The Avro body of a record, without prefix. The same record always gives the same bytes. */
    public static byte[] body(SpecificRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new SpecificDatumWriter<SpecificRecord>(record.getSchema(), SpecificData.getForClass(record.getClass()))
                    .write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** A value as it goes to a topic. */
    public static byte[] value(int schemaId, byte[] body) {
        return ByteBuffer.allocate(PREFIX_BYTES + body.length)
                .put(MAGIC)
                .putInt(schemaId)
                .put(body)
                .array();
    }

    /**
     * The schema id of a value.
     *
     * @return empty where the value does not begin with the prefix
     */
    public static OptionalInt schemaId(byte[] value) {
        if (value.length < PREFIX_BYTES || value[0] != MAGIC) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(ByteBuffer.wrap(value, 1, Integer.BYTES).getInt());
    }

    /** The body of a value that has the prefix. */
    public static byte[] bodyOf(byte[] value) {
        return Arrays.copyOfRange(value, PREFIX_BYTES, value.length);
    }

    /** The schema's fingerprint: SHA-256 of its parsing canonical form, 32 bytes (Avro specification). */
    public static byte[] fingerprint(Schema schema) {
        return SchemaFingerprints.of(schema);
    }
}
