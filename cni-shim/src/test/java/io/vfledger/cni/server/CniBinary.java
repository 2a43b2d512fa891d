package io.vfledger.cni.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the real CNI binary, the way a runtime does. */
final class CniBinary {
    static final Path FILE = Path.of("target/bin/vfledger-cni").toAbsolutePath();

    /** A network configuration that has nothing but what it needs. */
    static final String CONFIG = "{\"cniVersion\":\"1.1.0\",\"name\":\"blue\",\"type\":\"vfledger\"}";

    record Outcome(int status, String stdout, String stderr, Duration took) {
        String code() {
            return stdout.replaceAll("(?s).*\"code\":(\\d+).*", "$1");
        }
    }

    private final Map<String, String> environment = new HashMap<>();
    private final List<String> prefix = new ArrayList<>();
    private Path file = FILE;

    CniBinary(Path socket, Path spool) {
        environment.put("VFL_CNI_SOCKET", socket.toString());
        environment.put("VFL_CNI_SPOOL", spool.toString());
        environment.put("VFL_CNI_CONNECT_TIMEOUT_MS", "0");
        environment.put("VFL_CNI_TIMEOUT_MS", "20000");
    }

    CniBinary call(String command) {
        return with("CNI_COMMAND", command)
                .with("CNI_CONTAINERID", "c1")
                .with("CNI_IFNAME", "net1")
                .with("CNI_PATH", "/usr/lib/cni");
    }

    CniBinary with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    CniBinary throughCommand(Path binary, String... command) {
        file = binary;
        prefix.addAll(List.of(command));
        return this;
    }

    Outcome run(String stdin) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.add(file.toString());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(stdin.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            /* The binary may answer without reading everything. */
        }
        String stdout = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String stderr = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the binary does not end");
        }
        return new Outcome(process.exitValue(), stdout, stderr, Duration.ofNanos(System.nanoTime() - start));
    }
}
