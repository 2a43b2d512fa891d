package io.vfledger.executor.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The agent's data directory: locked while it lives, 0700, and where its lives are counted. */
public final class AgentDirectory implements Closeable {
    private final Path directory;
    private final FileChannel lockFile;

    private AgentDirectory(Path directory, FileChannel lockFile) {
        this.directory = directory;
        this.lockFile = lockFile;
    }

    /**
     * Opens, makes and locks the directory.
     *
     * @throws StorageException when another agent holds it, or the disk refuses
     */
    public static AgentDirectory lock(Path directory) {
        Path file = directory.resolve("lock");
        try {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!tryLock(channel)) {
                channel.close();
                throw new StorageException("another node agent runs on " + directory
                        + ": stop it first, or give this one a --data-dir of its own");
            }
            return new AgentDirectory(directory, channel);
        } catch (IOException e) {
            throw new StorageException("cannot lock " + file, e);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** A file of the directory. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /**
     * Begins a new life and writes it down before it is used.
     *
     * @param bootId of the running kernel
     * @param machineId of the machine
     * @param build the agent's version
     * @throws StorageException when the disk refuses
     */
    public AgentLife beginLife(String bootId, String machineId, String build) {
        Path file = directory.resolve("life.json");
        long last = 0;
        try {
            if (Files.exists(file)) {
                JsonNode node = AvroJson.parse(Files.readAllBytes(file));
                last = node.path("incarnation").asLong();
            }
        } catch (IOException e) {
            throw new StorageException("cannot read " + file, e);
        }
        AgentLife life = new AgentLife(last + 1, bootId, machineId, build);
        ObjectNode node = AvroJson.object();
        node.put("incarnation", life.incarnation());
        node.put("boot_id", bootId);
        node.put("machine_id", machineId);
        node.put("build", build);
        DurableFile.replace(file, AvroJson.bytes(node));
        return life;
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new StorageException("cannot unlock " + directory, e);
        }
    }
}
