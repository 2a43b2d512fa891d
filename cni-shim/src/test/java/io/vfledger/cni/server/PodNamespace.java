package io.vfledger.cni.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A network namespace that lives as long as a sleeping process does. Needs root. */
final class PodNamespace implements AutoCloseable {
    private final Process process;

    private PodNamespace(Process process) {
        this.process = process;
    }

    static PodNamespace create() throws IOException {
        Process process = new ProcessBuilder("unshare", "--net", "sh", "-c", "echo ready; exec sleep 600").start();
        if (process.inputReader().readLine() == null) {
            throw new IOException("unshare --net failed: root is needed");
        }
        return new PodNamespace(process);
    }

    Path path() {
        return Path.of("/proc", Long.toString(process.pid()), "ns/net");
    }

    long inode() throws IOException {
        return (long) Files.getAttribute(path(), "unix:ino");
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
