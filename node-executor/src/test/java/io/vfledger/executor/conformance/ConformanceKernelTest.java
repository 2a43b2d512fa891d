package io.vfledger.executor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vfledger.executor.apply.VfApplier;
import io.vfledger.executor.kernel.Bench;
import io.vfledger.executor.nodefile.ProfileFile;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfIndex;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program on the emulated igb: what its igbvf does is what this version of the agent knows of it. */
class ConformanceKernelTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path BINARY = Path.of("cni-shim", "target", "bin", "vfledger-cni");
    private static final long PATIENCE_S = 120;

    /** 128 and SIGINT. */
    private static final int INTERRUPTED = 130;

    @TempDir
    Path directory;

    private Bench bench;
    private PciAddress vf;
    private VfAttributes before;

    @BeforeEach
    void open() throws Exception {
        bench = Bench.real();
        vf = Objects.requireNonNull(bench.kernel().sysfs().vfs(bench.pf()).get(new VfIndex(2)));
        before = attributes();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void writesTheProfileOfADriverThatTheAgentTakesForAnotherAndTheAgentServesByIt() throws Exception {
        Path wrong = Files.writeString(
                directory.resolve("wrong.json"), "{\"igbvf\": {\"shows_own_mac\": true, \"rates_need_link\": true}}");
        Path written = directory.resolve("driver-profiles.json");

        Ended differs = conformance(wrong, written);

        assertThat(differs.code()).as(differs.output()).isEqualTo(1);
        JsonNode report = JSON.readTree(differs.output());
        assertThat(report.path("conclusion").asText()).isEqualTo("needs_profile");
        assertThat(report.path("differences").toString())
                .isEqualTo("[\"cycle_after_mac: known false, measured true\"]");
        assertThat(report.path("profile_file").asText()).isEqualTo(written.toString());
        assertThat(result(report, "mac on the interface")).isEqualTo("in_its_own_way");
        assertThat(result(report, "mac taken away")).isEqualTo("in_its_own_way");
        assertThat(result(report, "max_tx_rate_mbps without link")).isEqualTo("needs_link");
        assertThat(result(report, "min_tx_rate_mbps")).isEqualTo("refused");
        assertThat(result(report, "vlan_proto")).isEqualTo("refused");
        assertThat(result(report, "link_state")).isEqualTo("refused");
        assertThat(result(report, "released by a reset")).isEqualTo("as_asked");
        assertThat(attributes()).isEqualTo(before);
        assertThat(ProfileFile.read(written))
                .as("as the agent knows it without a file")
                .containsExactly(DriverProfiles.builtIn().of("igbvf"));
        servesWith(written);
    }

    @Test
    void putsTheVfBackAtCtrlCAndSaysSo() throws Exception {
        Path profile = directory.resolve("none.json");
        Path output = directory.resolve("output");
        Process running = program(
                        List.of("conformance", bench.pf().value(), "--vf", "2", "--yes", "--output", "" + profile))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        while (attributes().equals(before)) {
            assertThat(running.isAlive()).as(Files.readString(output)).isTrue();
        }

        assertThat(new ProcessBuilder("kill", "-INT", "" + running.pid())
                        .start()
                        .waitFor())
                .isZero();

        assertThat(running.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
        assertThat(running.exitValue()).isEqualTo(INTERRUPTED);
        assertThat(Files.readString(output)).contains("Stopped before its end; everything that was tried is put back.");
        assertThat(attributes()).isEqualTo(before);
        assertThat(profile).doesNotExist();
    }

    /** The agent's line of docs/drivers.md; it serves before any broker is there. */
    private void servesWith(Path profiles) throws Exception {
        Path socket = directory.resolve("run/cni.sock");
        List<String> line = new ArrayList<>(List.of("--driver-profiles", profiles.toString(), "--node-name", "worker"));
        line.addAll(List.of("--bootstrap-servers", "127.0.0.1:9", "--registry-url", "http://127.0.0.1:9"));
        line.addAll(
                List.of("--data-dir", "" + directory.resolve("served"), "--spool", "" + directory.resolve("spool")));
        line.addAll(List.of("--cni-socket", socket.toString(), "--metrics-listen", "none"));
        Path log = directory.resolve("agent.log");
        ProcessBuilder builder = program(line).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("VFL_SINGLE_BROKER", "true");
        Process agent = builder.start();
        try {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
            while (!Files.exists(socket)) {
                assertThat(agent.isAlive() && System.nanoTime() < until)
                        .as(Files.readString(log))
                        .isTrue();
            }
            ProcessBuilder status = new ProcessBuilder(BINARY.toString());
            status.environment().putAll(Map.of("CNI_COMMAND", "STATUS", "VFL_CNI_SOCKET", socket.toString()));
            Process asked = status.redirectErrorStream(true).start();
            asked.getOutputStream()
                    .write("{\"cniVersion\":\"1.1.0\",\"name\":\"net\",\"type\":\"sriov\"}"
                            .getBytes(StandardCharsets.UTF_8));
            asked.getOutputStream().close();
            String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(asked.waitFor()).as(said).isZero();
        } finally {
            agent.destroy();
            assertThat(agent.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(agent.exitValue()).as(Files.readString(log)).isZero();
        assertThat(attributes()).as("no pod, nothing written").isEqualTo(before);
    }

    private record Ended(int code, String output) {}

    private Ended conformance(Path known, Path written) throws Exception {
        List<String> line = new ArrayList<>(List.of("--driver-profiles", known.toString(), "conformance"));
        line.addAll(List.of(bench.pf().value(), "--vf", "2", "--yes", "--json", "--output", written.toString()));
        Process process =
                program(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private ProcessBuilder program(List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.vfledger.executor.app.NodeAgent"));
        line.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().put("VFL_DATA_DIR", directory.resolve("not-there").toString());
        return builder;
    }

    private static String result(JsonNode report, String attribute) {
        for (JsonNode finding : report.path("findings")) {
            if (finding.path("attribute").asText().equals(attribute)) {
                return finding.path("result").asText();
            }
        }
        throw new AssertionError("nothing about " + attribute + " in " + report);
    }

    private VfAttributes attributes() throws Exception {
        return new VfApplier(bench.kernel(), DriverProfiles.builtIn())
                .observe(vf, Optional.empty())
                .orElseThrow()
                .attributes();
    }
}
