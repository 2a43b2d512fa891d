package io.vfledger.vfctl.evidence;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * Reads an Avro container file without codec (Avro specification, Object Container Files) that nobody vouches for: no
 * length in it makes this hold more than one block of at most 16 MiB.
 */
final class ContainerReader {
    private static final byte[] MAGIC = {'O', 'b', 'j', 1};
    private static final int SYNC_BYTES = 16;
    private static final int MOST_BLOCK_BYTES = 16 * 1024 * 1024;
    private static final int MOST_HEADER_FIELDS = 16;
    private static final int MOST_HEADER_BYTES = 64 * 1024;

    private final BinaryDecoder in;
    private final byte[] sync = new byte[SYNC_BYTES];
    private final GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(ArchivedRecord.SCHEMA);
    private BinaryDecoder block = DecoderFactory.get().binaryDecoder(new byte[0], null);
    private long left;

    /**
     * Reads the head of the file.
     *
     * @throws IOException when it is none of {@link ArchivedRecord#SCHEMA}, or cut short
     */
    ContainerReader(InputStream stream) throws IOException {
        in = DecoderFactory.get().binaryDecoder(stream, null);
        byte[] magic = new byte[MAGIC.length];
        in.readFixed(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new IOException("it is not an Avro container file");
        }
        Map<String, String> header = header();
        in.readFixed(sync);
        String codec = header.getOrDefault("avro.codec", "null");
        if (!codec.equals("null") || !sameSchema(header.getOrDefault("avro.schema", ""))) {
            throw new IOException("it is not a container of archived records without codec");
        }
    }

    private static boolean sameSchema(String text) {
        try {
            Schema schema = new SchemaParser().parse(text).mainSchema();
            return schema.equals(ArchivedRecord.SCHEMA);
        } catch (SchemaParseException e) {
            return false;
        }
    }

    private Map<String, String> header() throws IOException {
        Map<String, String> header = new HashMap<>();
        for (long count = in.readMapStart(); count != 0; count = in.mapNext()) {
            for (long i = 0; i < count; i++) {
                if (header.size() == MOST_HEADER_FIELDS) {
                    throw new IOException("its head has more than " + MOST_HEADER_FIELDS + " fields");
                }
                header.put(
                        new String(limited(MOST_HEADER_BYTES), StandardCharsets.UTF_8),
                        new String(limited(MOST_HEADER_BYTES), StandardCharsets.UTF_8));
            }
        }
        return header;
    }

    private byte[] limited(int most) throws IOException {
        long length = in.readLong();
        if (length < 0 || length > most) {
            throw new IOException("a length of " + length + " bytes; allowed are 0 to " + most);
        }
        byte[] bytes = new byte[(int) length];
        in.readFixed(bytes);
        return bytes;
    }

    /**
     * The next record.
     *
     * @return empty at the end
     * @throws IOException when it cannot be read
     */
    Optional<ArchivedRecord> next() throws IOException {
        try {
            while (left == 0) {
                if (!nextBlock()) {
                    return Optional.empty();
                }
            }
            left--;
            ArchivedRecord record = ArchivedRecord.of(reader.read(null, block));
            if (left == 0 && !block.isEnd()) {
                throw new IOException("bytes are left after the last record of a block");
            }
            return Optional.of(record);
        } catch (AvroRuntimeException | UnsupportedOperationException | IndexOutOfBoundsException e) {
            throw new IOException("a record cannot be read: " + e, e);
        }
    }

    private boolean nextBlock() throws IOException {
        if (in.isEnd()) {
            return false;
        }
        left = in.readLong();
        byte[] bytes = limited(MOST_BLOCK_BYTES);
        byte[] mark = new byte[SYNC_BYTES];
        in.readFixed(mark);
        if (left < 0 || left > bytes.length || !Arrays.equals(mark, sync)) {
            throw new IOException("a block of " + left + " records in " + bytes.length + " bytes is damaged");
        }
        block = DecoderFactory.get().binaryDecoder(new ByteArrayInputStream(bytes), null);
        return true;
    }
}
