package io.vfledger.allocator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The allocator as it is run: a JVM of its own, told everything by its environment. */
final class AllocatorProcess implements AutoCloseable {
    private final Process process;
    private final int port;
    private final Path log;

    AllocatorProcess(String instanceId, String bootstrapServers, String registryUrl) throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        log = Path.of("target", "allocator-" + instanceId + "-" + port + ".log");
        Files.createDirectories(log.getParent());
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx192m",
                "-Dlogging.level.io.vfledger=INFO",
                "-cp",
                System.getProperty("java.class.path"),
                AllocatorService.class.getName()));
        builder.environment()
                .putAll(Map.of(
                        "VFL_BOOTSTRAP_SERVERS", bootstrapServers,
                        "VFL_REGISTRY_URL", registryUrl,
                        "VFL_SINGLE_BROKER", "true",
                        "VFL_INSTANCE_ID", instanceId,
                        "VFL_PORT", Integer.toString(port)));
        process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    Path log() {
        return log;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
        return process.exitValue();
    }

    /** Body of a GET; empty where nobody answers. */
    String get(String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    AllocatorProcess awaitUp() {
        Await.until("allocator up, see " + log, () -> {
            assertThat(process.isAlive()).as("allocator lives, see " + log).isTrue();
            return get("/actuator/health").startsWith("{\"status\":\"UP\"");
        });
        return this;
    }

    /** As by the kernel: nothing of it runs any more until it is woken. */
    void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    void wake() throws IOException, InterruptedException {
        signal("CONT");
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Asks it to end. */
    void end() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ended").isTrue();
    }

    private void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                .start()
                .waitFor();
        assertThat(code).isZero();
    }

    @Override
    public void close() {
        kill();
    }
}
