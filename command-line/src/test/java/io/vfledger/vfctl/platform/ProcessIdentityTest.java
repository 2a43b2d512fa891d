package io.vfledger.vfctl.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessIdentityTest {
    @Test
    void isThatOfALivingProcessUntilItEnds() throws IOException {
        Process process = new ProcessBuilder("sleep", "600").start();
        ProcessIdentity identity = ProcessIdentity.of(process.pid()).orElseThrow();
        assertThat(identity.isAlive()).isTrue();
        assertThat(identity.residentBytes())
                .hasValueSatisfying(bytes -> assertThat(bytes).isPositive());

        identity.end(Duration.ofSeconds(10));

        assertThat(identity.isAlive()).isFalse();
    }

    @Test
    void endsOneThatDoesNotListen() throws IOException {
        Process process = new ProcessBuilder("sh", "-c", "trap '' TERM; echo set; while :; do sleep 1; done").start();
        assertThat(process.inputReader().readLine()).isEqualTo("set");
        ProcessIdentity identity = ProcessIdentity.of(process.pid()).orElseThrow();

        identity.end(Duration.ofMillis(300));

        assertThat(identity.isAlive()).isFalse();
    }

    @Test
    void isNotThatOfALaterProcessWithTheSameNumber() {
        ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();

        assertThat(new ProcessIdentity(self.pid(), self.startTicks() - 1, self.bootId()).isAlive())
                .isFalse();
        assertThat(new ProcessIdentity(self.pid(), self.startTicks(), "another boot").isAlive())
                .isFalse();
        assertThat(self.isAlive()).isTrue();
    }

    @Test
    void survivesBeingWrittenDown() {
        ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();

        assertThat(ProcessIdentity.parse(self.toString())).contains(self);
        assertThat(ProcessIdentity.parse("")).isEmpty();
        assertThat(ProcessIdentity.parse("1/x/y")).isEmpty();
    }
}
