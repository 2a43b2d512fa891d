package io.vfledger.executor.nodefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vfledger.executor.device.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResourceFileTest {
    @TempDir
    Path directory;

    @Test
    void readsAFileOfTheDevicePluginAsItIs() throws IOException {
        List<Resource> resources = read("""
                {"resourceList": [
                  {"resourceName": "sriov_netdevice",
                   "selectors": {"vendors": ["8086"], "devices": ["10ca"], "drivers": ["igbvf"],
                                 "pfNames": ["ens1f0#0-3,5"], "linkTypes": ["ether"], "isRdma": false}},
                  {"resourceName": "dpdk", "resourcePrefix": "example.com", "deviceType": "netDevice",
                   "excludeTopology": true, "additionalInfo": {"*": {"zone": "a"}},
                   "selectors": [{"pfNames": ["ens1f0#4"]}, {"pciAddresses": ["0000:02:10.0"], "needVhostNet": true}]}
                ]}""");

        assertThat(resources)
                .extracting(resource -> resource.name().toString())
                .containsExactly("intel.com/sriov_netdevice", "example.com/dpdk");
        assertThat(resources.getFirst().selectors().getFirst().vfs().pfNames()).hasToString("[ens1f0#0-3,5]");
        assertThat(resources.getLast())
                .matches(Resource::excludeTopology)
                .matches(dpdk -> dpdk.selectors().get(1).vhostNet())
                .matches(dpdk -> dpdk.additionalInfo().equals(Map.of("*", Map.of("zone", "a"))));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("{}", "resourceList has 0 entries: allowed are 1 to 256"),
                Arguments.of("{\"resourceList\": {}}", "resourceList has to be a list"),
                Arguments.of(with("\"deviceType\": \"accelerator\""), "deviceType 'accelerator' is not possible"),
                Arguments.of(with("\"selectors\": {\"vendors\": [\"80\"]}"), "four hex digits"),
                Arguments.of(with("\"selectors\": {\"rootDevices\": [\"0000:01:00.0\"]}"), "name the PF's interface"),
                Arguments.of(with("\"selectors\": {\"isRdma\": true}"), "RDMA devices are not served"),
                Arguments.of(with("\"selectors\": {\"linkTypes\": [\"infiniband\"]}"), "allowed is ether"),
                Arguments.of(with("\"selectors\": {\"pfName\": [\"x\"]}"), "'pfName' is not known"),
                Arguments.of(with("\"selectors\": []"), "has no selector"),
                Arguments.of(
                        "{\"resourceList\": [{\"resourceName\": \"a\"}, {\"resourceName\": \"a\"}]}",
                        "another resource has this name"));
    }

    private static String with(String key) {
        return "{\"resourceList\": [{\"resourceName\": \"net\", " + key + "}]}";
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void refusesAndSaysWhatIsAllowed(String text, String expected) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining(expected);
    }

    private List<Resource> read(String text) throws IOException {
        return ResourceFile.read(Files.writeString(directory.resolve("config.json"), text));
    }
}
