package io.vfledger.executor.attach;

import io.vfledger.cni.server.CniHandler;
import io.vfledger.cni.server.CniServer;
import io.vfledger.cni.server.ServerSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The CNI binary under the name {@code sriov}, as a runtime finds and calls it, and the agent's socket behind it. */
final class InstalledBinary implements AutoCloseable {
    private static final Path BUILT = Path.of("cni-shim", "target", "bin", "vfledger-cni");

    private final AtomicLong agentSeq = new AtomicLong(1);
    private final Path directory;
    private final Path file;
    private final CniServer server;

    /** How it ended. */
    record End(int status, String stdout) {}

    /** @param directory for binary, socket and spool, all of them its own */
    InstalledBinary(Path directory, CniHandler agent) throws IOException {
        this.directory = directory;
        file = Files.copy(BUILT, directory.resolve("sriov"), StandardCopyOption.COPY_ATTRIBUTES);
        server = CniServer.start(ServerSettings.at(socket()), spool(), agentSeq::getAndIncrement, agent);
    }

    private Path socket() {
        return directory.resolve("run").resolve("cni.sock");
    }

    private Path spool() {
        return directory.resolve("spool");
    }

    /** Calls it for the interface {@code net1} of the container {@code c1}. */
    End call(String command, Path namespace, String config) throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(Map.of(
                "CNI_COMMAND",
                command,
                "CNI_PATH",
                "/opt/cni/bin",
                "VFL_CNI_SOCKET",
                socket().toString(),
                "VFL_CNI_SPOOL",
                spool().toString(),
                "VFL_CNI_TIMEOUT_MS",
                "60000"));
        if (!command.equals("STATUS")) {
            environment.putAll(
                    Map.of("CNI_CONTAINERID", "c1", "CNI_NETNS", namespace.toString(), "CNI_IFNAME", "net1"));
        }
        ProcessBuilder builder = new ProcessBuilder(file.toString());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        process.getOutputStream().write(config.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String stdout = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new End(process.waitFor(), stdout);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
