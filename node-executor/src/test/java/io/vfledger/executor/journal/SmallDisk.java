package io.vfledger.executor.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of a few MiB that is really full when it is filled. Mounting needs root, as namespaces do. */
public final class SmallDisk implements AutoCloseable {
    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** Makes the directory and mounts the file system there; enough for an agent that has room, and not much more. */
    public static SmallDisk at(Path directory) throws IOException {
        Files.createDirectories(directory);
        run("mount", "-t", "tmpfs", "-o", "size=8m", "vfl-test", directory.toString());
        return new SmallDisk(directory);
    }

    /** A path on it. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /** Leaves no byte. */
    public void fill() throws IOException {
        byte[] page = new byte[4096];
        try (OutputStream ballast = Files.newOutputStream(ballast())) {
            while (true) {
                ballast.write(page);
            }
        } catch (IOException e) {
            if (directory.toFile().getUsableSpace() > 0) {
                throw e;
            }
        }
    }

    /** As when somebody deletes what filled it. */
    public void makeRoom() throws IOException {
        Files.delete(ballast());
    }

    private Path ballast() {
        return file("ballast");
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said);
        }
    }

    @Override
    public void close() throws IOException {
        // Lazily: what a test has still open on it must not keep it.
        run("umount", "--lazy", directory.toString());
    }
}
