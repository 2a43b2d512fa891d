package io.vfledger.vfctl.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vfledger.vfctl.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformStateTest {
    private static final ProcessIdentity GONE = new ProcessIdentity(1, 2, "an earlier boot");

    @Test
    void isReadAsItWasWritten(@TempDir Path directory) {
        DataDirectory data = new DataDirectory(directory);
        PlatformState state = new PlatformState(
                GONE,
                19_090,
                1_000,
                2_000,
                List.of(
                        PartState.initial(PartName.BROKER, 19_092)
                                .started(GONE, 5)
                                .ready(905),
                        PartState.initial(PartName.REGISTRY, 19_091)
                                .started(GONE, 6)
                                .died(),
                        PartState.initial(PartName.ALLOCATOR, 19_094),
                        PartState.initial(PartName.INVENTORY, 19_090).in(PartState.Phase.STOPPED)));

        state.write(data);

        assertThat(PlatformState.read(data)).contains(state);
        assertThat(state.part(PartName.BROKER).readyAfterMs()).isEqualTo(900);
        assertThat(state.part(PartName.REGISTRY).restarts()).isEqualTo(1);
    }

    @Test
    void isAbsentWhereNothingRan(@TempDir Path directory) throws IOException {
        DataDirectory data = new DataDirectory(directory);
        assertThat(PlatformState.read(data)).isEmpty();

        Files.writeString(data.state(), "half a wri");

        assertThat(PlatformState.read(data)).isEmpty();
    }

    @Test
    void isNotReadyWhenAProcessIsGone() {
        PartState broker =
                PartState.initial(PartName.BROKER, 1).started(GONE, 5).ready(6);

        assertThat(new PlatformState(GONE, 19_090, 1, 2, List.of(broker)).isReady())
                .isFalse();
    }

    @Test
    void locksItsDirectoryOnce(@TempDir Path directory) {
        DataDirectory data = new DataDirectory(directory);
        PlatformLock lock = PlatformLock.take(data).orElseThrow();

        assertThat(PlatformLock.take(data)).isEmpty();
        lock.close();
        assertThat(PlatformLock.take(data)).hasValueSatisfying(PlatformLock::close);
    }

    @Test
    void refusesADirectoryThatTheBrokerOrTheRegistryWouldTakeApart() {
        assertThatThrownBy(() -> new DataDirectory(Path.of("/tmp/a,b")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("a,b");
    }

    @Test
    void refusesADirectoryThatCannotBeWritten() {
        assertThatThrownBy(() -> new DataDirectory(Path.of("/proc/vfledger")).prepare())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("/proc/vfledger")
                .hasMessageContaining("--data");
    }

    @Test
    void saysWhoHasAPort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ports ports = new Ports(taken.getLocalPort() - 2);

            assertThat(PortOwner.conflicts(ports))
                    .anySatisfy(line -> assertThat(line)
                            .contains("port " + taken.getLocalPort() + " (broker) is in use")
                            .contains("process " + ProcessHandle.current().pid()));
        }
    }
}
