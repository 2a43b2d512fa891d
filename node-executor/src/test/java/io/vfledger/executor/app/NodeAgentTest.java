package io.vfledger.executor.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
