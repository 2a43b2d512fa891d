package io.vfledger.cni.ipam;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.cni.protocol.Checked;
import io.vfledger.cni.protocol.CniError;
import io.vfledger.cni.protocol.CniErrorCode;
import io.vfledger.cni.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a plugin through the helper {@code vfledger-delegate} (src/main/c/delegate.c), which finds it in CNI_PATH, gives
 * it a session of its own, and kills all of that session when the time is up.
 */
public final class DelegateProcess {
    private static final int STDOUT_MAX = 1 << 20;
    private static final int STDERR_MAX = 16 * 1024;
    /** Exit statuses of the helper. */
    private static final int TIMED_OUT = 124;

    private static final int NOT_RUN = 125;
    /** How much longer than its own deadline the helper may take. */
    private static final Duration HELPER_GRACE = Duration.ofSeconds(5);
    /** How long the pipes may stay open after the plugin's end: what it left in a session of its own holds them. */
    private static final Duration PIPE_GRACE = Duration.ofSeconds(2);
    /** For plugins that call iptables and the like. */
    private static final String SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Path helper;
    private final Optional<Path> mountNamespace;
    private final Duration timeout;

    /**
     * @param helper path of vfledger-delegate
     * @param mountNamespace where the plugins are, when not in this process's own: {@code /proc/1/ns/mnt}
     * @param timeout of one run, 1 ms to 10 minutes
     */
    public DelegateProcess(Path helper, Optional<Path> mountNamespace, Duration timeout) {
        if (timeout.toMillis() < 1 || timeout.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("timeout " + timeout + " is outside 1 ms to 10 minutes");
        }
        this.helper = helper;
        this.mountNamespace = mountNamespace;
        this.timeout = timeout;
    }

    /** What the plugin printed, or its error. */
    Checked<String> run(String command, IpamCall call) {
        if (call.environment().getOrDefault("CNI_PATH", "").isEmpty()) {
            return Checked.refused(
                    CniErrorCode.INVALID_ENVIRONMENT,
                    "CNI_PATH is missing; it says where the IPAM plugin " + call.type() + " is");
        }
        ProcessBuilder builder = new ProcessBuilder(
                helper.toString(),
                Long.toString(timeout.toMillis()),
                mountNamespace.map(Path::toString).orElse("-"),
                call.type());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(call.environment());
        environment.put("CNI_COMMAND", command);
        environment.put("PATH", SYSTEM_PATH);
        try {
            return converse(builder.start(), command, call);
        } catch (IOException e) {
            return Checked.refused(
                    CniErrorCode.IO_FAILURE, "cannot run the IPAM plugin " + call.type() + ": " + e.getMessage());
        }
    }

    private Checked<String> converse(Process process, String command, IpamCall call) throws IOException {
        String what = "the IPAM plugin " + call.type() + " on " + command;
        try (InputStream out = process.getInputStream();
                InputStream err = process.getErrorStream()) {
            CompletableFuture<byte[]> stdout = reading(out, STDOUT_MAX + 1);
            CompletableFuture<byte[]> stderr = reading(err, STDERR_MAX);
            CompletableFuture<Void> stdin = writing(process, call.configuration());
            long limitMs = timeout.plus(HELPER_GRACE).toMillis();
            if (!process.waitFor(limitMs, TimeUnit.MILLISECONDS)) {
                return Checked.refused(CniErrorCode.TRY_AGAIN_LATER, what + " does not end");
            }
            CompletableFuture.allOf(stdin, stdout, stderr).get(PIPE_GRACE.toMillis(), TimeUnit.MILLISECONDS);
            return judge(process.exitValue(), stdout.join(), text(stderr.join()), what);
        } catch (ExecutionException | TimeoutException e) {
            return Checked.refused(
                    CniErrorCode.IPAM_FAILURE, what + " left a process behind that keeps its output open");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Checked.refused(CniErrorCode.TRY_AGAIN_LATER, what + " was interrupted: the agent stops");
        } finally {
            /* The helper's death kills the plugin. */
            process.destroyForcibly();
        }
    }

    private static CompletableFuture<Void> writing(Process process, String text) {
        return CompletableFuture.runAsync(
                () -> {
                    try (OutputStream in = process.getOutputStream()) {
                        in.write(text.getBytes(StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        /* A plugin may end without reading; how it ended says enough. */
                    }
                },
                Thread::startVirtualThread);
    }

    /** Keeps up to that many bytes; what a plugin prints beyond is dropped, so that it never waits for a reader. */
    private static CompletableFuture<byte[]> reading(InputStream in, int most) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        byte[] bytes = in.readNBytes(most);
                        in.transferTo(OutputStream.nullOutputStream());
                        return bytes;
                    } catch (IOException e) {
                        return new byte[0];
                    }
                },
                Thread::startVirtualThread);
    }

    private Checked<String> judge(int status, byte[] stdout, String stderr, String what) {
        if (stdout.length > STDOUT_MAX) {
            return Checked.refused(CniErrorCode.DECODING_FAILURE, what + " printed more than " + STDOUT_MAX + " bytes");
        }
        return switch (status) {
            case 0 -> Checked.valid(text(stdout));
            case TIMED_OUT ->
                Checked.refused(CniErrorCode.TRY_AGAIN_LATER, what + " took longer than " + timeout.toMillis() + " ms");
            case NOT_RUN -> Checked.refused(CniErrorCode.INVALID_NETWORK_CONFIG, what + " could not be run: " + stderr);
            default -> new Checked.Refused<>(pluginError(status, text(stdout), stderr, what));
        };
    }

    private static CniError pluginError(int status, String stdout, String stderr, String what) {
        if (Json.readObject(stdout, what) instanceof Checked.Valid<ObjectNode>(ObjectNode json)) {
            int code = json.path("code").asInt();
            String msg = json.path("msg").asText();
            if (code >= 1 && code <= 65_535 && !msg.isBlank()) {
                return new CniError(
                        code, what + ": " + msg, json.path("details").asText(""));
            }
        }
        return CniError.of(
                CniErrorCode.IPAM_FAILURE, what + " ended with status " + status, (stdout + " " + stderr).strip());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, 0, bytes.length, StandardCharsets.UTF_8).strip();
    }
}
