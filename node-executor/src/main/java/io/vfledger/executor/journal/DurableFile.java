package io.vfledger.executor.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Replaces whole files so that after a crash either the old or the new content is there, never a part. */
public final class DurableFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private DurableFile() {}

    /**
     * Writes a file beside the old one, fsyncs it, renames it over the old one and fsyncs the directory. Mode 0600.
     *
     * @throws StorageException when any of that fails; the old content is then still there
     */
    public static void replace(Path file, byte[] content) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            write(fresh, content);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncDirectory(parent(file));
        } catch (IOException e) {
            throw new StorageException("cannot replace " + file, e);
        }
    }

    private static void write(Path fresh, byte[] content) throws IOException {
        try (FileChannel channel = create(fresh)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } catch (IOException e) {
            // On a full disk the part that was written would keep its room.
            Files.deleteIfExists(fresh);
            throw e;
        }
    }

    /**
     * Deletes a file durably; one that is not there is no error.
     *
     * @throws StorageException when the directory cannot be written
     */
    public static void delete(Path file) {
        try {
            if (Files.deleteIfExists(file)) {
                syncDirectory(parent(file));
            }
        } catch (IOException e) {
            throw new StorageException("cannot delete " + file, e);
        }
    }

    static FileChannel create(Path file) throws IOException {
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        Files.setPosixFilePermissions(file, OWNER_ONLY);
        return channel;
    }

    static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new StorageException(file + " has no parent directory");
        }
        return parent;
    }
}
