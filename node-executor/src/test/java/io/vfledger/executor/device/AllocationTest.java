package io.vfledger.executor.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.PoolSelectors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AllocationTest {
    @Test
    void tellsAContainerItsDevicesInTheOrderOfKubelet() {
        Allocation allocation = allocate(Devices.resource("sriov-net", "pf0"), "igbvf", 2, 1);

        assertThat(allocation.environment())
                .containsEntry("PCIDEVICE_INTEL_COM_SRIOV-NET", "0000:01:10.2,0000:01:10.1")
                .containsEntry(
                        "PCIDEVICE_INTEL_COM_SRIOV-NET_INFO",
                        "{\"0000:01:10.2\":{\"generic\":{\"deviceID\":\"0000:01:10.2\"}},"
                                + "\"0000:01:10.1\":{\"generic\":{\"deviceID\":\"0000:01:10.1\"}}}");
        assertThat(allocation.nodes()).isEmpty();
    }

    @Test
    void givesTheDeviceNodesOfVfioOnceEach() {
        Allocation allocation = allocate(Devices.resource("dpdk", "pf0"), "vfio-pci", 0, 1);

        assertThat(allocation.nodes()).containsExactly("/dev/vfio/vfio", "/dev/vfio/40", "/dev/vfio/41");
        assertThat(allocation.environment().get("PCIDEVICE_INTEL_COM_DPDK_INFO"))
                .contains("\"vfio\":{\"mount\":\"/dev/vfio/vfio\",\"dev-mount\":\"/dev/vfio/41\"}");
    }

    @Test
    void givesVhostNetAndWhatTheOperatorAddedWhereAskedFor() {
        Resource resource = new Resource(
                new ResourceName("example.com", "vm"),
                List.of(new DeviceSelector(PoolSelectors.ALL, true)),
                false,
                Map.of("*", Map.of("zone", "a", "rack", "1"), "0000:01:10.1", Map.of("rack", "2")));

        Allocation allocation = allocate(resource, "igbvf", 1);

        assertThat(allocation.nodes()).containsExactly("/dev/vhost-net", "/dev/net/tun");
        assertThat(allocation.environment().get("PCIDEVICE_EXAMPLE_COM_VM_INFO"))
                .contains("\"vhost\":{\"net-mount\":\"/dev/vhost-net\",\"tun-mount\":\"/dev/net/tun\"}")
                .contains("\"extra\":{\"rack\":\"2\",\"zone\":\"a\"}");
    }

    private static Allocation allocate(Resource resource, String driver, int... indexes) {
        DeviceTable table = DeviceTable.of(List.of(resource))
                .seeing(List.of(
                        Devices.vf(0, 0, driver, false),
                        Devices.vf(0, 1, driver, false),
                        Devices.vf(0, 2, driver, false)));
        List<Device> devices = table.of(resource.name());
        return Allocation.of(
                resource,
                java.util.Arrays.stream(indexes).mapToObj(devices::get).toList());
    }
}
