package io.vfledger.executor.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.cni.protocol.CniCommand;
import io.vfledger.cni.protocol.CniResult;
import io.vfledger.executor.journal.SavedCall;
import io.vfledger.vf.PciAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceFilesTest {
    private static final PciAddress VF = new PciAddress("0000:01:10.0");
    private static final String CONFIG = "{\"name\":\"blue\",\"runtimeConfig\":{\"CNIDeviceInfoFile\":"
            + "\"/var/run/k8s.cni.cncf.io/devinfo/cni/blue-c1\"}}";
    private static final SavedCall CALL = new SavedCall(CONFIG, Map.of());
    private static final String WRITTEN = "{\"type\":\"pci\",\"version\":\"1.1.0\",\"pci\":{\"pci-address\":"
            + "\"0000:01:10.0\",\"pf-pci-address\":\"0000:01:00.0\"}}\n";

    @TempDir
    Path data;

    @Test
    void describesADeviceAndForgetsIt() throws IOException {
        DeviceFiles files = new DeviceFiles(data.resolve("devinfo/cni"));

        assertThat(files.describe(CALL, VF, Optional.of(FakeNode.PF))).isEmpty();

        assertThat(data.resolve("devinfo/cni/blue-c1")).hasContent(WRITTEN.strip());
        assertThat(data.resolve("devinfo/cni")).isDirectoryNotContaining("glob:**.new");
        files.forget(CALL);
        files.forget(CALL);
        assertThat(data.resolve("devinfo/cni")).isEmptyDirectory();
    }

    @Test
    void leavesAFileThatDescribesTheVfAndReplacesAnyOther() throws IOException {
        DeviceFiles files = new DeviceFiles(data);
        String richer = "{\"pci\":{\"pci-address\":\"0000:01:10.0\",\"rdma-device\":\"mlx5_3\"}}";
        Files.writeString(data.resolve("blue-c1"), richer);
        files.describe(CALL, VF, Optional.empty());
        assertThat(data.resolve("blue-c1")).hasContent(richer);
        files.describe(CALL, new PciAddress("0000:01:10.1"), Optional.empty());
        assertThat(data.resolve("blue-c1")).content().contains("0000:01:10.1").doesNotContain("mlx5");
    }

    @Test
    void followsNoLinkAndTakesNoOtherPath() throws IOException {
        DeviceFiles files = new DeviceFiles(data.resolve("devinfo"));
        Files.createDirectories(data.resolve("devinfo"));
        Path secret = Files.writeString(data.resolve("secret"), "x");
        Files.createSymbolicLink(data.resolve("devinfo/blue-c1"), secret);
        files.describe(CALL, VF, Optional.of(FakeNode.PF));
        assertThat(secret).hasContent("x");
        assertThat(Files.isRegularFile(data.resolve("devinfo/blue-c1"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
        SavedCall elsewhere = new SavedCall(CONFIG.replace("blue-c1", "../../secret"), Map.of());
        assertThat(files.describe(elsewhere, VF, Optional.empty())).isEmpty();
        files.forget(elsewhere);
        assertThat(secret).exists();
    }

    @Test
    void comesWithAnAddAndGoesWithItsDel() throws Exception {
        try (FakeAgent agent = new FakeAgent(data, new FakeNode(1)).start().knowingTheLog()) {
            agent.attach(
                    FakeAgent.call(CniCommand.ADD, "c1", CniResult.EMPTY, List.of(), CONFIG),
                    VF,
                    1,
                    io.vfledger.avro.VfSettings.newBuilder().build());
            assertThat(data.resolve("devinfo/blue-c1")).hasContent(WRITTEN.strip());
            assertThat(agent.del("c1").succeeded()).isTrue();
            assertThat(data.resolve("devinfo/blue-c1")).doesNotExist();
        }
    }

    @Test
    void failsTheAddBeforeAnythingIsTouched() throws Exception {
        Files.writeString(data.resolve("devinfo"), "not a directory");
        FakeNode node = new FakeNode(1);
        try (FakeAgent agent = new FakeAgent(data, node).start().knowingTheLog()) {
            assertThat(agent.attach(
                                    FakeAgent.call(CniCommand.ADD, "c1", CniResult.EMPTY, List.of(), CONFIG),
                                    VF,
                                    1,
                                    io.vfledger.avro.VfSettings.newBuilder().build())
                            .stdout())
                    .contains("\"code\":5")
                    .contains("cannot be written");
            assertThat(node.done).isEmpty();
        }
    }
}
