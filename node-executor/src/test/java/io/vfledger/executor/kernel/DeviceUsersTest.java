package io.vfledger.executor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceUsersTest {
    @TempDir
    Path proc;

    @Test
    void namesTheProcessThatHasANodeOpen() throws Exception {
        process("42", "dpdk-testpmd", "/dev/vfio/11");
        process("43", "sh", "/dev/null");
        Files.createDirectories(proc.resolve("self"));
        DeviceUsers users = new DeviceUsers(proc);

        assertThat(users.of(List.of("/dev/vfio/11", "/dev/vfio/12")))
                .containsOnlyKeys("/dev/vfio/11")
                .containsValue(new DeviceUsers.User(42, "dpdk-testpmd"));
        assertThat(users.anyOf(List.of("/dev/vfio/11"))).contains("/dev/vfio/11 is open by pid 42 (dpdk-testpmd)");
        assertThat(users.anyOf(List.of("/dev/uio0"))).isEmpty();
        assertThat(users.of(List.of())).isEmpty();
    }

    private void process(String pid, String command, String open) throws Exception {
        Path descriptors = Files.createDirectories(proc.resolve(pid).resolve("fd"));
        Files.writeString(proc.resolve(pid).resolve("comm"), command + "\n");
        Files.createSymbolicLink(descriptors.resolve("3"), Path.of(open));
    }
}
