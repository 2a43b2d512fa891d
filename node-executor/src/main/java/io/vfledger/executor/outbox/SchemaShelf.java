package io.vfledger.executor.outbox;

import io.vfledger.executor.journal.DurableFile;
import io.vfledger.executor.journal.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/** The schemas that records in the outbox were written with: an agent of a later version still has to read them. */
final class SchemaShelf {
    private final Path directory;
    private final Set<String> there = new HashSet<>();

    SchemaShelf(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new StorageException("cannot make " + directory, e);
        }
    }

    /**
     * Keeps a schema, once.
     *
     * @throws StorageException when the disk refuses; it is tried again the next time
     */
    void keep(byte[] fingerprint, Schema schema) {
        String name = HexFormat.of().formatHex(fingerprint);
        if (there.contains(name)) {
            return;
        }
        if (!Files.exists(file(name))) {
            DurableFile.replace(file(name), schema.toString().getBytes(StandardCharsets.UTF_8));
        }
        there.add(name);
    }

    Optional<Schema> of(byte[] fingerprint) {
        Path file = file(HexFormat.of().formatHex(fingerprint));
        try {
            return Files.exists(file)
                    ? Optional.of(new Schema.Parser().parse(Files.readString(file)))
                    : Optional.empty();
        } catch (IOException e) {
            throw new StorageException("cannot read " + file, e);
        }
    }

    private Path file(String name) {
        return directory.resolve(name + ".avsc");
    }
}
