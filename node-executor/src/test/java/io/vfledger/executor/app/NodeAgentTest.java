package io.vfledger.executor.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vfledger.executor.journal.AgentDirectory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class NodeAgentTest {
    @TempDir
    Path directory;

    @Test
    void doesNotStartWithDriverProfilesThatAreNotPossible() throws Exception {
        Path file = Files.writeString(directory.resolve("drivers.json"), "{\"igbvf\": {\"rate_step_mbps\": 0}}");
        NodeAgent agent = new NodeAgent(Map.of(
                "VFL_DRIVER_PROFILES", file.toString(),
                "VFL_DATA_DIR", directory.resolve("agent").toString()));

        assertThatIllegalArgumentException()
                .isThrownBy(agent::call)
                .withMessage("driver profiles " + file
                        + ": igbvf: driver igbvf: rates in steps of 0 Mbit/s, allowed are 1 to 100000");
        assertThat(directory.resolve("agent")).doesNotExist();
    }

    @Test
    void triesNoNicWhileAnAgentRunsOrWhereTheProfileWouldOverwriteAnother() throws Exception {
        Path data = directory.resolve("agent");
        try (AgentDirectory running = AgentDirectory.lock(data)) {
            assertThat(conformance(data)).contains("another node agent runs on " + running.file(""), "stop it first");
        }
        Path profile = Files.writeString(directory.resolve("drivers.json"), "{}");
        assertThat(conformance(data, "--output", profile.toString()))
                .contains(profile + " is there already: remove it, or name another with --output");
        assertThat(conformance(
                        data, "--output", directory.resolve("none/drivers.json").toString()))
                .contains("there is no directory for");
        assertThat(profile).hasContent("{}");
    }

    /** What it says when it refuses. */
    private static String conformance(Path data, String... more) {
        StringWriter said = new StringWriter();
        CommandLine command =
                new CommandLine(new NodeAgent(Map.of("VFL_DATA_DIR", data.toString()))).setErr(new PrintWriter(said));
        List<String> line = new ArrayList<>(List.of("conformance", "pf0", "--yes"));
        line.addAll(List.of(more));
        assertThat(command.execute(line.toArray(String[]::new))).isEqualTo(2);
        command.getErr().flush();
        return said.toString();
    }
}
