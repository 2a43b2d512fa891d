package io.vfledger.vfctl.evidence;

import io.vfledger.vfctl.Refusal;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** An archive that is read; whoever gave it is not believed. */
final class ArchiveFile implements AutoCloseable {
    private static final int MOST_MANIFEST_BYTES = 16 * 1024 * 1024;
    private static final int COPY_BYTES = 64 * 1024;

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
        try (InputStream in = open(name)) {
            ContainerReader reader = new ContainerReader(in);
            for (Optional<ArchivedRecord> record = reader.next(); record.isPresent(); record = reader.next()) {
                if (!taker.take(record.get())) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new Refusal(name + " in the archive '" + file + "' cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw new Refusal(name + " in the archive '" + file + "' is not as it should be: " + e.getMessage());
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
