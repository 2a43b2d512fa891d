package io.vfledger.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaParser;

/** The schemas of a folder of .avsc files, by full name, and whether others can live with them. */
final class ReleasedSchemas {
    private ReleasedSchemas() {}

    /** Parses all .avsc files below a folder; those without references first, as Avro wants defaults resolved. */
    static Map<String, Schema> below(Path folder) {
        SchemaParser parser = new SchemaParser();
        files(folder).forEach(file -> parse(parser, file));
        Map<String, Schema> schemas = new HashMap<>();
        parser.getParsedNamedSchemas().forEach(schema -> schemas.put(schema.getFullName(), schema));
        return schemas;
    }

    /** Why two versions of the contract cannot read one another's records, both ways; empty where they can. */
    static List<String> incompatibilities(Map<String, Schema> released, Map<String, Schema> present) {
        List<String> found = new ArrayList<>();
        released.forEach((name, old) -> {
            Schema now = present.get(name);
            if (now == null) {
                found.add(name + " was released and is gone; records of it are in the ledger");
                return;
            }
            explain(name, "the present one cannot read what the released one wrote", now, old, found);
            explain(name, "the released one cannot read what the present one writes", old, now, found);
        });
        return found;
    }

    private static void explain(String name, String what, Schema reader, Schema writer, List<String> found) {
        SchemaCompatibility.SchemaPairCompatibility result =
                SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        if (result.getType() != SchemaCompatibilityType.COMPATIBLE) {
            result.getResult()
                    .getIncompatibilities()
                    .forEach(problem -> found.add(name + problem.getLocation() + ": " + what + ": " + problem.getType()
                            + " " + problem.getMessage()));
        }
    }

    private static int rank(Path file) {
        String path = file.toString();
        if (path.contains("/enums/")) {
            return 0;
        }
        return path.contains("/types/") ? 1 : 2;
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".avsc"))
                    .sorted(Comparator.comparingInt(ReleasedSchemas::rank).thenComparing(file -> file))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    private static void parse(SchemaParser parser, Path file) {
        try {
            parser.parse(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
