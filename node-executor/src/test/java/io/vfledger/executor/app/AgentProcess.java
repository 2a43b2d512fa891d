package io.vfledger.executor.app;

import io.vfledger.schemas.ConnectionSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A node agent in a JVM of its own, on simulated NICs in a namespace of its own, and the CNI binary in front of it. */
final class AgentProcess implements AutoCloseable {
    private static final Path BINARIES =
            Path.of("..", "cni-shim", "target", "bin").toAbsolutePath();

    private final Path directory;
    private final String namespace;
    private final Process process;
    private Path binary = BINARIES.resolve("vfledger-cni");

    /** How the CNI binary ended. */
    record CniEnd(int status, String stdout) {}

    private AgentProcess(Path directory, String namespace, Process process) {
        this.directory = directory;
        this.namespace = namespace;
        this.process = process;
    }

    static AgentProcess start(Path directory, String namespace, String node, ConnectionSettings connection)
            throws IOException {
        return start(directory, namespace, node, connection, List.of());
    }

    /** With more options. */
    static AgentProcess start(
            Path directory, String namespace, String node, ConnectionSettings connection, List<String> options)
            throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.vfledger.executor.app.NodeAgent"));
        line.addAll(List.of("--node-name", node, "--nic", "simulated:" + directory.resolve("nic")));
        line.addAll(List.of("--simulated-netns", "/run/netns/" + namespace, "--simulated-pfs", "1"));
        line.addAll(List.of("--bootstrap-servers", connection.bootstrapServers()));
        line.addAll(List.of("--registry-url", connection.registryUrl()));
        line.addAll(List.of("--data-dir", directory.resolve("agent").toString()));
        line.addAll(List.of("--cni-socket", directory.resolve("cni/cni.sock").toString()));
        line.addAll(List.of("--spool", directory.resolve("spool").toString()));
        line.addAll(List.of("--delegate", BINARIES.resolve("vfledger-delegate").toString()));
        line.addAll(options);
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("agent.log").toFile()))
                .start();
        return new AgentProcess(directory, namespace, process);
    }

    /** Calls the CNI binary by another name from now on, as a runtime does that looks for one of that name. */
    void installAs(String name) throws IOException {
        binary = Files.copy(binary, directory.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
    }

    CniEnd cni(String command, String pod, String config) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(binary.toString());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "CNI_COMMAND",
                        command,
                        "CNI_CONTAINERID",
                        pod,
                        "CNI_NETNS",
                        "/run/netns/" + podNamespace(pod),
                        "CNI_IFNAME",
                        "net1",
                        "CNI_PATH",
                        "/usr/lib/cni:/opt/cni/bin",
                        "VFL_CNI_SOCKET",
                        directory.resolve("cni/cni.sock").toString(),
                        "VFL_CNI_SPOOL",
                        directory.resolve("spool").toString(),
                        "VFL_CNI_TIMEOUT_MS",
                        "60000"));
        Process cni = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        cni.getOutputStream().write(config.getBytes(StandardCharsets.UTF_8));
        cni.getOutputStream().close();
        String stdout = new String(cni.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new CniEnd(cni.waitFor(), stdout);
    }

    void addPod(String pod) throws IOException, InterruptedException {
        run("ip", "netns", "add", podNamespace(pod));
    }

    void removePod(String pod) throws IOException, InterruptedException {
        run("ip", "netns", "delete", podNamespace(pod));
    }

    private String podNamespace(String pod) {
        return namespace + "-" + pod;
    }

    /** What `ip` says inside a pod. */
    String inPod(String pod, String... ip) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("ip", "-n", podNamespace(pod)));
        line.addAll(List.of(ip));
        return run(line.toArray(String[]::new));
    }

    /** What `ip` says on the simulated host. */
    String onHost(String... ip) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("ip", "-n", namespace));
        line.addAll(List.of(ip));
        return run(line.toArray(String[]::new));
    }

    static String run(String... line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As SIGTERM; gives the exit status. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(Duration.ofSeconds(30).toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the agent does not stop");
        }
        return process.exitValue();
    }

    String log() throws IOException {
        return Files.readString(directory.resolve("agent.log"));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
