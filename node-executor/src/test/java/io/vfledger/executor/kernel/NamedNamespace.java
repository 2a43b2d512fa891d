package io.vfledger.executor.kernel;

import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.jna.NamespaceHandle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A network namespace made for a test and deleted with it; needs root and iproute2. */
public final class NamedNamespace implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name = "vfl-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    private boolean deleted;

    public NamedNamespace() {
        run("ip", "netns", "add", name);
    }

    public Path path() {
        return Path.of("/run/netns", name);
    }

    public NamespaceHandle handle() throws NetlinkException {
        return NamespaceHandle.open(path());
    }

    /** Runs a command inside. */
    public String exec(String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(List.of(command));
        return run(all.toArray(String[]::new));
    }

    /** Whether a command inside ends with 0. */
    public boolean succeeds(String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(List.of(command));
        return start(all.toArray(String[]::new)).code() == 0;
    }

    @Override
    public void close() {
        if (!deleted) {
            deleted = true;
            run("ip", "netns", "delete", name);
        }
    }

    private record Ended(int code, String output) {}

    private static String run(String... command) {
        Ended ended = start(command);
        if (ended.code() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + ended.output());
        }
        return ended.output();
    }

    private static Ended start(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Ended(-1, "no end within 20 s");
            }
            return new Ended(process.exitValue(), output);
        } catch (IOException e) {
            return new Ended(-1, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Ended(-1, "interrupted");
        }
    }
}
