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
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent's data directory: locked while it lives, 0700, and where its lives are counted. */
public final class AgentDirectory implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentDirectory.class);
    private static final String LIFE = "life.json";
    /** The boot whose leftovers were forgotten last; absent in files of earlier versions. */
    private static final String SETTLED_BOOT = "settled_boot_id";

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
     * Begins a new life and writes it down before it is used. The first one of a directory is numbered by the clock, in
     * seconds: a directory that was lost and begun anew is then still above its lives, of which the ledger may know. Of a
     * new boot every life is told until {@link #bootSettled}.
     *
     * @param bootId of the running kernel
     * @param machineId of the machine
     * @param build the agent's version
     * @param clock for the number of a first life
     * @throws StorageException when the disk refuses
     */
    public AgentLife beginLife(String bootId, String machineId, String build, InstantSource clock) {
        Optional<JsonNode> before = lastLife();
        long last = before.map(node -> node.path("incarnation").asLong())
                .filter(number -> number > 0)
                .orElseGet(() -> Math.max(0, clock.instant().getEpochSecond()));
        Optional<String> lastBoot = before.map(node ->
                node.path(node.has(SETTLED_BOOT) ? SETTLED_BOOT : "boot_id").asText());
        AgentLife life = new AgentLife(
                last + 1, bootId, machineId, build, UUID.randomUUID().toString(), lastBoot);
        write(life, lastBoot.orElse(bootId));
        return life;
    }

    /**
     * What the boot before left was forgotten: later lives of this boot need not do so again.
     *
     * @throws StorageException when the disk refuses
     */
    public void bootSettled(AgentLife life) {
        write(life, life.bootId());
    }

    private Optional<JsonNode> lastLife() {
        Path file = file(LIFE);
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            Optional<byte[]> content = CheckedFile.read(file);
            if (content.isEmpty()) {
                LOG.error("{} is damaged; this life is numbered by the clock", file);
                CheckedFile.putAside(file);
            }
            return content.map(AvroJson::parse);
        } catch (IOException e) {
            throw new StorageException("cannot read " + file, e);
        }
    }

    private void write(AgentLife life, String settledBoot) {
        ObjectNode node = AvroJson.object();
        node.put("incarnation", life.incarnation());
        node.put("boot_id", life.bootId());
        node.put(SETTLED_BOOT, settledBoot);
        node.put("machine_id", life.machineId());
        node.put("build", life.build());
        CheckedFile.replace(file(LIFE), AvroJson.bytes(node));
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
