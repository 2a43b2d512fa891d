package io.vfledger.executor.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import io.vfledger.executor.device.Device;
import io.vfledger.executor.device.Devices;
import io.vfledger.executor.device.Resource;
import io.vfledger.executor.device.SeenVf;
import io.vfledger.kubelet.v1beta1.AllocateRequest;
import io.vfledger.kubelet.v1beta1.AllocateResponse;
import io.vfledger.kubelet.v1beta1.ContainerAllocateRequest;
import io.vfledger.kubelet.v1beta1.ContainerPreferredAllocationRequest;
import io.vfledger.kubelet.v1beta1.Empty;
import io.vfledger.kubelet.v1beta1.PreferredAllocationRequest;
import io.vfledger.kubelet.v1beta1.RegisterRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The plugin, and a stand-in of kubelet, over real sockets. */
class DevicePluginTest {
    private static final String NET = "intel.com/net";
    private static final Resource RESOURCE = Devices.resource("net", "pf0", "pf1");

    private final List<String> given = new CopyOnWriteArrayList<>();
    private volatile List<SeenVf> seen = List.of(Devices.vf(0, 0), Devices.vf(0, 1), Devices.vf(1, 0));
    private Path directory;
    private KubeletStandIn kubelet;
    private DevicePlugin plugin;

    @BeforeEach
    void start() throws IOException {
        // A socket's path is short, and a build's directory may be deep.
        directory = Files.createTempDirectory(Path.of("/tmp"), "vfl-kubelet");
        kubelet = new KubeletStandIn(directory);
        plugin = start(RESOURCE);
    }

    private DevicePlugin start(Resource... resources) {
        return DevicePlugin.start(
                directory,
                List.of(resources),
                () -> seen,
                (resource, devices) -> given.add(
                        resource + " " + devices.stream().map(Device::id).toList()),
                Duration.ofMillis(20));
    }

    @AfterEach
    void stop() throws IOException {
        plugin.close();
        kubelet.close();
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    @Test
    void registersAndTellsItsDevicesAndWhatBecomesOfThem() {
        await(() -> kubelet.devices(NET).size() == 3);
        RegisterRequest registration = kubelet.registrations().getFirst();
        assertThat(registration.getVersion()).isEqualTo("v1beta1");
        assertThat(registration.getEndpoint()).isEqualTo("vfledger-intel.com_net.sock");
        assertThat(registration.getOptions().getGetPreferredAllocationAvailable())
                .isTrue();

        seen = List.of(Devices.vf(0, 0), Devices.vf(1, 0), Devices.vf(1, 1));

        await(() -> kubelet.devices(NET)
                .equals(List.of(
                        "0000:01:10.0 Healthy",
                        "0000:01:10.1 Unhealthy",
                        "0000:02:10.0 Healthy",
                        "0000:02:10.1 Healthy")));
    }

    @Test
    void answersAllocateWithVariablesAndTellsWhoListens() {
        await(() -> kubelet.devices(NET).size() == 3);

        AllocateResponse response = kubelet.plugin(NET).allocate(allocate("0000:01:10.1"));

        assertThat(response.getContainerResponses(0).getEnvsMap())
                .containsEntry("PCIDEVICE_INTEL_COM_NET", "0000:01:10.1");
        assertThat(given).containsExactly("intel.com/net [0000:01:10.1]");
    }

    @Test
    void refusesToAllocateWhatItDoesNotHaveAndTellsNobody() {
        await(() -> kubelet.devices(NET).size() == 3);

        assertThatThrownBy(() -> kubelet.plugin(NET).allocate(allocate("0000:09:10.1")))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("[0000:09:10.1] are not among the 3 of intel.com/net");
        assertThat(given).isEmpty();
    }

    @Test
    void prefersWithoutEverFailing() {
        await(() -> kubelet.devices(NET).size() == 3);

        var response = kubelet.plugin(NET)
                .getPreferredAllocation(PreferredAllocationRequest.newBuilder()
                        .addContainerRequests(ContainerPreferredAllocationRequest.newBuilder()
                                .addAvailableDeviceIDs("0000:02:10.0")
                                .addAvailableDeviceIDs("somebody's")
                                .setAllocationSize(2))
                        .build());

        assertThat(response.getContainerResponses(0).getDeviceIDsList()).containsExactly("0000:02:10.0");
        assertThat(kubelet.plugin(NET)
                        .getDevicePluginOptions(Empty.getDefaultInstance())
                        .getPreStartRequired())
                .isFalse();
    }

    @Test
    void makesItselfKnownAgainWhenKubeletStartsAnew() throws IOException {
        await(() -> kubelet.devices(NET).size() == 3);
        kubelet.close();

        kubelet = new KubeletStandIn(directory);

        await(() -> kubelet.devices(NET).size() == 3);
    }

    @Test
    void servesWhenKubeletComesLaterThanItself() throws IOException {
        plugin.close();
        kubelet.close();
        Files.deleteIfExists(directory.resolve("kubelet.sock"));
        plugin = start(RESOURCE);
        await(() -> plugin.trouble().isPresent());
        assertThat(plugin.trouble().orElseThrow()).contains("there is no kubelet at");

        kubelet = new KubeletStandIn(directory);

        await(() -> kubelet.devices(NET).size() == 3);
        await(() -> plugin.trouble().isEmpty());
    }

    @Test
    void saysWhyKubeletRefuses() {
        plugin.close();
        kubelet.refuse("the resource is another plugin's");
        plugin = start(RESOURCE);

        await(() ->
                plugin.trouble().filter(why -> why.contains("another plugin's")).isPresent());
    }

    @Test
    void letsNobodyButItsUserCall() throws IOException {
        await(() -> kubelet.devices(NET).size() == 3);

        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.resolve("vfledger-intel.com_net.sock"))))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesAResourceWhosePathIsTooLongForASocket() {
        assertThatThrownBy(
                        () -> start(Devices.resource("n".repeat(60), "pf0"), Devices.resource("x".repeat(63), "pf0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed are up to 107; shorten its name");
    }

    private static AllocateRequest allocate(String... ids) {
        return AllocateRequest.newBuilder()
                .addContainerRequests(ContainerAllocateRequest.newBuilder().addAllDevicesIds(List.of(ids)))
                .build();
    }

    private static void await(BooleanSupplier condition) {
        long giveUpAt = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time").isLessThan(giveUpAt);
            Thread.onSpinWait();
        }
    }
}
