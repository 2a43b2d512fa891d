package io.vfledger.schemas.wire;

import io.vfledger.schemas.TopicCatalogue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaParser;

/**
 * The schemas that bodies inside ledger entries were written with. An entry keeps no registry id, only the schema's
 * fingerprint, and the ledger is kept for ever: so every released schema is compiled in.
 */
public final class WriterSchemas {
    /** Names the released files, one a line, below the folder of the same name. */
    private static final String INDEX = "/released/index";

    /** From archives. A schema is named by its own hash, so that it is the same wherever it was learned from. */
    private static final Map<ByteBuffer, Schema> LEARNED = new ConcurrentHashMap<>();

    private static final int MOST_LEARNED = 10_000;

    private final Map<ByteBuffer, Schema> older;

    private WriterSchemas(Map<ByteBuffer, Schema> older) {
        this.older = older;
    }

    /** Read once, and only when something older than this build is met. */
    private static final class Released {
        static final WriterSchemas SCHEMAS = new WriterSchemas(byFingerprint(released()));
    }

    /** Beside the present schemas those given. */
    public static WriterSchemas with(Collection<Schema> older) {
        return new WriterSchemas(byFingerprint(older));
    }

    /**
     * Takes a schema that an archive brings along: of a build between two releases there is no other copy.
     *
     * @return whether it was taken: it is of one of our records, and this build can read what was written with it
     */
    public static boolean learn(Schema schema) {
        boolean readable = TopicCatalogue.recordType(schema.getFullName())
                .map(TopicCatalogue::schemaOf)
                .filter(ours -> SchemaCompatibility.checkReaderWriterCompatibility(ours, schema)
                                .getType()
                        == SchemaCompatibilityType.COMPATIBLE)
                .isPresent();
        if (readable && LEARNED.size() < MOST_LEARNED) {
            LEARNED.putIfAbsent(ByteBuffer.wrap(WireFormat.fingerprint(schema)), schema);
            return true;
        }
        return false;
    }

    /**
     * The schema of that name and fingerprint: this build's, a released one, or one that was learned.
     *
     * @param recordType full name of the record
     * @param fingerprint as {@link WireFormat#fingerprint} makes it
     */
    public static Optional<Schema> compiledIn(String recordType, ByteBuffer fingerprint) {
        return present(recordType, fingerprint)
                .or(() -> Optional.ofNullable(LEARNED.get(fingerprint))
                        .filter(schema -> schema.getFullName().equals(recordType)))
                .or(() -> Released.SCHEMAS.find(recordType, fingerprint));
    }

    /** The schema of that name and fingerprint, among the present ones and those given. */
    public Optional<Schema> find(String recordType, ByteBuffer fingerprint) {
        return present(recordType, fingerprint)
                .or(() -> Optional.ofNullable(older.get(fingerprint))
                        .filter(schema -> schema.getFullName().equals(recordType)));
    }

    private static Optional<Schema> present(String recordType, ByteBuffer fingerprint) {
        return TopicCatalogue.recordType(recordType)
                .map(TopicCatalogue::schemaOf)
                .filter(schema -> fingerprint.equals(ByteBuffer.wrap(WireFormat.fingerprint(schema))));
    }

    private static Map<ByteBuffer, Schema> byFingerprint(Collection<Schema> schemas) {
        Map<ByteBuffer, Schema> found = new HashMap<>();
        for (Schema schema : schemas) {
            found.put(ByteBuffer.wrap(WireFormat.fingerprint(schema)), schema);
        }
        return found;
    }

    /** Each release by itself: the same names mean other schemas in another. */
    private static List<Schema> released() {
        Map<String, SchemaParser> releases = new HashMap<>();
        for (String file : text(INDEX).lines().toList()) {
            releases.computeIfAbsent(file.substring(0, file.indexOf('/')), _ -> new SchemaParser())
                    .parse(text("/released/" + file));
        }
        return releases.values().stream()
                .flatMap(parser -> parser.getParsedNamedSchemas().stream())
                .filter(schema -> schema.getType() == Schema.Type.RECORD)
                .toList();
    }

    private static String text(String resource) {
        try (InputStream in = WriterSchemas.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource " + resource + " is missing: the build is not whole");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + resource, e);
        }
    }
}
