package io.vfledger.inventory.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.MacAddress;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PodNetwork;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.Vlan;
import io.vfledger.vf.VlanProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodNetworksTest {
    private final Map<ObjectKey, NetworkDefinition> known = new HashMap<>();

    private void network(String name, String config, Optional<String> resource) {
        ObjectKey key = new ObjectKey("web", name);
        known.put(key, new NetworkDefinition(key, config, resource));
    }

    private void network(String name, String config) {
        network(name, config, Optional.empty());
    }

    private Reading<List<PodNetwork>> read(PodSource pod) {
        return PodNetworks.of(pod, key -> Optional.ofNullable(known.get(key)));
    }

    private List<PodNetwork> networks(String annotation) {
        return switch (read(Cluster.pod("a", annotation))) {
            case Reading.Understood<List<PodNetwork>>(var found) -> found;
            case Reading.Refused<List<PodNetwork>>(String why) -> throw new AssertionError(why);
        };
    }

    private String refusal(String annotation) {
        return switch (read(Cluster.pod("a", annotation))) {
            case Reading.Understood<List<PodNetwork>>(var found) -> throw new AssertionError("read " + found);
            case Reading.Refused<List<PodNetwork>>(String why) -> why;
        };
    }

    @Test
    void takesSettingsAsTheNodeWillReadThem() {
        network("blue", """
                {"type": "sriov", "name": "the-blue-one", "vlan": 100, "vlanQoS": 3, "vlanProto": "802.1ad",
                 "min_tx_rate": 10, "max_tx_rate": 100, "spoofchk": "off", "trust": "on", "link_state": "enable",
                 "mtu": 1400, "allmulti": "on", "ipam": {"type": "static"}}""");
        PodNetwork network = networks("blue@vf0").getFirst();
        assertThat(network.network().value()).isEqualTo("the-blue-one");
        assertThat(network.slot()).isEqualTo("vf0");
        assertThat(network.pool()).isEmpty();
        assertThat(network.settings())
                .isEqualTo(io.vfledger.vf.VfSettings.builder()
                        .vlan(new Vlan(100))
                        .vlanQos(3)
                        .vlanProto(VlanProto.S_TAG)
                        .minTxRateMbps(10)
                        .maxTxRateMbps(100)
                        .spoofchk(false)
                        .trust(true)
                        .linkState(io.vfledger.vf.LinkStatePolicy.ENABLE)
                        .mtu(1400)
                        .allmulti(true)
                        .build());
    }

    @Test
    void numbersTwoAttachmentsOfOneNetworkEachByItself() {
        network("blue", "{\"type\": \"sriov\"}");
        network("red", "{\"type\": \"sriov\"}");
        network("bridge", "{\"type\": \"bridge\"}");
        assertThat(networks("bridge,blue,red,blue,blue@vf9"))
                .extracting(network -> network.network() + "/" + network.slot())
                .containsExactly("blue/0", "red/0", "blue/1", "blue/vf9");
    }

    @Test
    void findsThePluginOfAList() {
        network("red", """
                {"name": "red", "cniVersion": "1.0.0",
                 "plugins": [{"type": "vfledger-cni", "pool": "fast"}, {"type": "tuning", "mtu": 9}]}""");
        assertThat(networks("red").getFirst().pool()).contains(new PoolName("fast"));
    }

    @Test
    void takesThePoolFromTheResourceUnlessTheConfigurationNamesOne() {
        network("blue", "{\"type\": \"sriov\"}", Optional.of("intel.com/sriov_netdevice"));
        network("red", "{\"type\": \"sriov\", \"pool\": \"fast\"}", Optional.of("intel.com/sriov_netdevice"));
        assertThat(networks("blue,red"))
                .extracting(PodNetwork::pool)
                .containsExactly(Optional.of(new PoolName("sriov_netdevice")), Optional.of(new PoolName("fast")));
    }

    @Test
    void takesAddressAndDeviceOfTheAnnotation() {
        network("blue", "{\"type\": \"sriov\", \"mac\": \"02:00:00:00:00:09\"}");
        PodNetwork network = networks(
                        "[{\"name\": \"blue\", \"mac\": \"02:00:00:00:00:01\", \"deviceID\": \"0000:03:02.0\"}]")
                .getFirst();
        assertThat(network.settings().mac()).contains(MacAddress.parse("02:00:00:00:00:01"));
        assertThat(network.device()).contains(new PciAddress("0000:03:02.0"));
    }

    @Test
    void callsTheDefaultNetworkEth0() {
        network("blue", "{\"type\": \"sriov\"}");
        PodSource pod = new PodSource(
                new ObjectKey("web", "a"),
                "uid",
                "",
                Cluster.WORKER_1,
                PodSource.Stage.PENDING,
                Optional.of("blue"),
                Optional.of("web/blue"));
        assertThat(read(pod))
                .isInstanceOfSatisfying(
                        Reading.Understood.class,
                        understood -> assertThat(
                                        ((List<?>) understood.value()).stream().map(each -> ((PodNetwork) each).slot()))
                                .isEqualTo(List.of("eth0", "0")));
    }

    @Test
    void holdsNothingForAnotherPluginAndForANetworkOnOnePf() {
        network("bridge", "{\"type\": \"bridge\"}");
        network("file", "");
        network("pf", "{\"type\": \"sriov\", \"master\": \"pf0\"}");
        network("whole", "{\"type\": \"sriov\", \"pfOnly\": true, \"deviceID\": \"0000:01:00.0\"}");
        assertThat(networks("bridge,file,pf,whole")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\": \"sriov\", \"vlan\": 5000}|vlan \"5000\"",
                "{\"type\": \"sriov\", \"vlann\": 5}|vlann",
                "{\"type\": \"sriov\", \"cniVersion\": \"9.9.9\"}|9.9.9",
                "{\"type\": \"sriov\", \"name\": \"a b\"}|name",
                "{\"type\": |not valid JSON",
                "[]|not a JSON object",
            })
    void refusesWhatTheNodeWouldRefuse(String config, String why) {
        network("blue", config);
        assertThat(refusal("blue"))
                .startsWith("NetworkAttachmentDefinition web/blue is not valid")
                .contains(why);
    }

    @Test
    void refusesAResourceThatIsNoPool() {
        network("blue", "{\"type\": \"sriov\"}", Optional.of("intel.com/"));
        assertThat(refusal("blue")).contains("pool name ''");
    }

    @Test
    void refusesANetworkThatIsNotThere() {
        assertThat(refusal("prod/blue")).contains("NetworkAttachmentDefinition prod/blue is not there");
    }
}
