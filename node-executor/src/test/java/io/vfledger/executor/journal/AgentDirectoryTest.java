package io.vfledger.executor.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentDirectoryTest {
    @TempDir
    Path data;

    @Test
    void countsItsLivesUp() {
        AgentLife first = life("boot-1");
        assertThat(first.rebooted()).isFalse();
        assertThat(life("boot-1").incarnation()).isEqualTo(first.incarnation() + 1);
    }

    @Test
    void tellsOfANewBootUntilWhatTheLastOneLeftIsForgotten() {
        life("boot-1");
        assertThat(life("boot-2").rebooted()).isTrue();
        assertThat(life("boot-2").rebooted())
                .as("the life before ended too early")
                .isTrue();

        try (AgentDirectory directory = AgentDirectory.lock(data)) {
            directory.bootSettled(directory.beginLife("boot-2", "machine", "test", InstantSource.system()));
        }
        assertThat(life("boot-2").rebooted()).isFalse();
        assertThat(life("boot-3").rebooted()).isTrue();
    }

    private AgentLife life(String boot) {
        try (AgentDirectory directory = AgentDirectory.lock(data)) {
            return directory.beginLife(boot, "machine", "test", InstantSource.system());
        }
    }
}
