package io.vfledger.vfctl.evidence;

import io.vfledger.schemas.wire.WriterSchemas;
import io.vfledger.vfctl.Refusal;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.SchemaParser;

/** An archive that is read; whoever gave it is not believed. */
final class ArchiveFile implements AutoCloseable {
    private static final int MOST_MANIFEST_BYTES = 16 * 1024 * 1024;
    private static final int MOST_SCHEMA_BYTES = 1024 * 1024;
    private static final int COPY_BYTES = 16 * 1024;

    private final Path file;
    private final ZipFile zip;
    private final Manifest manifest;

    /**
     * Opens it, and compares each of its files with the manifest.
     *
     * @throws Refusal when it is no archive, cut short, or one of its files is not what the manifest says
     */
    ArchiveFile(Path file) {
        this.file = file;
        try {
            zip = new ZipFile(file.toFile());
        } catch (IOException e) {
            throw new Refusal("'" + file + "' cannot be read as an archive: it is none, or was cut short", e);
        }
        try {
            manifest = Manifest.parse(read(Manifest.NAME, MOST_MANIFEST_BYTES));
            compare();
            learnSchemas();
        } catch (IOException e) {
            close();
            throw new Refusal("the archive '" + file + "' cannot be read", e);
        } catch (IllegalArgumentException e) {
            close();
            throw new Refusal("'" + file + "' is no archive of a ledger: " + e.getMessage());
        } catch (Refusal e) {
            close();
            throw e;
        }
    }

    private byte[] read(String name, int most) throws IOException {
        try (InputStream in = open(name)) {
            byte[] content = in.readNBytes(most + 1);
            if (content.length > most) {
                throw new IllegalArgumentException(name + " is larger than " + most + " bytes");
            }
            return content;
        }
    }

    private InputStream open(String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IllegalArgumentException("it has no file " + name);
        }
        return new BufferedInputStream(zip.getInputStream(entry), COPY_BYTES);
    }

    private void compare() throws IOException {
        if (zip.size() != manifest.files().size() + 1) {
            throw new IllegalArgumentException("it has " + zip.size() + " files, but its manifest names "
                    + manifest.files().size());
        }
        byte[] part = new byte[COPY_BYTES];
        for (Map.Entry<String, String> expected : manifest.files().entrySet()) {
            MessageDigest digest = ArchiveWriter.sha256();
            try (InputStream in = open(expected.getKey())) {
                for (int read = in.read(part); read >= 0; read = in.read(part)) {
                    digest.update(part, 0, read);
                }
            }
            if (!HexFormat.of().formatHex(digest.digest()).equals(expected.getValue())) {
                throw new IllegalArgumentException(expected.getKey() + " is not what its manifest says");
            }
        }
    }

    /** Those of a build between two releases are nowhere else. */
    private void learnSchemas() throws IOException {
        for (String name : manifest.files().keySet()) {
            if (name.startsWith("schemas/")) {
                try {
                    String text = new String(read(name, MOST_SCHEMA_BYTES), StandardCharsets.UTF_8);
                    WriterSchemas.learn(new SchemaParser().parse(text).mainSchema());
                } catch (AvroRuntimeException e) {
                    throw new IllegalArgumentException(name + " is no schema: " + e.getMessage(), e);
                }
            }
        }
    }

    Manifest manifest() {
        return manifest;
    }

    /** Takes a record, and says whether to go on. */
    @FunctionalInterface
    interface Taker {
        boolean take(ArchivedRecord record);
    }

    /**
     * Reads a container file to its end, or as far as the taker wants.
     *
     * @throws Refusal when it cannot be read
     */
    void records(String name, Taker taker) {
        try (Container container = container(name)) {
            for (Optional<ArchivedRecord> record = container.next(); record.isPresent(); record = container.next()) {
                if (!taker.take(record.get())) {
                    return;
                }
            }
        } catch (IllegalArgumentException e) {
            throw notAsItShouldBe(name, e);
        }
    }

    /**
     * Opens a container file, to be read a record at a time.
     *
     * @throws Refusal when it cannot be read
     */
    Container container(String name) {
        try {
            return new Container(name, open(name));
        } catch (IOException e) {
            throw unreadable(name, e);
        } catch (IllegalArgumentException e) {
            throw notAsItShouldBe(name, e);
        }
    }

    private Refusal unreadable(String name, IOException e) {
        return new Refusal(name + " in the archive '" + file + "' cannot be read", e);
    }

    private Refusal notAsItShouldBe(String name, IllegalArgumentException e) {
        return new Refusal(name + " in the archive '" + file + "' is not as it should be: " + e.getMessage());
    }

    /** A container file that is being read. */
    final class Container implements AutoCloseable {
        private final String name;
        private final InputStream in;
        private final ContainerReader reader;

        private Container(String name, InputStream in) throws IOException {
            this.name = name;
            this.in = in;
            this.reader = new ContainerReader(in);
        }

        /**
         * The next record; empty at the end.
         *
         * @throws Refusal when it cannot be read
         */
        Optional<ArchivedRecord> next() {
            try {
                return reader.next();
            } catch (IOException e) {
                throw unreadable(name, e);
            } catch (IllegalArgumentException e) {
                throw notAsItShouldBe(name, e);
            }
        }

        @Override
        public void close() {
            try {
                in.close();
            } catch (IOException e) {
                throw unreadable(name, e);
            }
        }
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new Refusal("the archive '" + file + "' cannot be closed", e);
        }
    }
}
