package io.vfledger.inventory.pools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vfledger.vf.Chooser;
import io.vfledger.vf.DriftPolicy;
import io.vfledger.vf.LinkStatePolicy;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PfPolicy;
import io.vfledger.vf.PfSettings;
import io.vfledger.vf.Placement;
import io.vfledger.vf.PlacementOrder;
import io.vfledger.vf.Pool;
import io.vfledger.vf.ReleaseMode;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.Vlan;
import io.vfledger.vf.VlanProto;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolsFileTest {
    private static final String WHOLE = """
            pools:
              - name: storage
                chooser: kubelet
                priority: 10
                nodes: [worker-*, edge.one]
                release: rebind
                drift: rewrite
                placement:
                  order: pack
                  numaNode: 1
                  rateBudget: 80
                selectors:
                  vendors: ["8086"]
                  devices: ["1520", "10CA"]
                  drivers: [igbvf]
                  pfNames: ["ens1f0#0-3,5", ens1f1]
                  pciAddresses: ["0000:01:10.0"]
              - name: rest
            """;

    private static PoolRules parse(String text) {
        return PoolsFile.parse("pools.yaml", text);
    }

    private static List<String> faults(String text) {
        try {
            parse(text);
        } catch (PoolsFileException e) {
            return e.faults();
        }
        throw new AssertionError("was taken:\n" + text);
    }

    @Test
    void readsEveryField() {
        PoolRules rules = parse(WHOLE);

        Pool storage = rules.rules().getFirst().pool();
        assertThat(storage.name()).hasToString("storage");
        assertThat(storage.chooser()).isEqualTo(Chooser.KUBELET);
        assertThat(storage.priority()).isEqualTo(10);
        assertThat(storage.release()).contains(ReleaseMode.REBIND);
        assertThat(rules.rules().get(1).pool().release()).isEmpty();
        assertThat(storage.drift()).isEqualTo(DriftPolicy.REWRITE);
        assertThat(rules.rules().get(1).pool().drift()).isEqualTo(DriftPolicy.RECORD);
        assertThat(storage.placement()).isEqualTo(new Placement(PlacementOrder.PACK, Optional.of(1), Optional.of(80)));
        assertThat(rules.rules().get(1).pool().placement()).isEqualTo(Placement.DEFAULT);
        assertThat(storage.selectors().devices()).extracting(Object::toString).containsExactly("1520", "10ca");
        assertThat(storage.selectors().pfNames())
                .extracting(Object::toString)
                .containsExactly("ens1f0#0-3,5", "ens1f1");
        assertThat(rules.rules().get(1).pool().chooser()).isEqualTo(Chooser.ALLOCATOR);
    }

    @Test
    void refusesADriftPolicyThatIsNotKnown() {
        assertThat(faults("pools:\n  - name: a\n    drift: ignore\n"))
                .singleElement()
                .asString()
                .contains("line 3", "'ignore'", "record and rewrite");
    }

    @Test
    void refusesAWayOfReleaseThatIsNotKnown() {
        assertThat(faults("pools:\n  - name: a\n    release: wipe\n"))
                .singleElement()
                .asString()
                .contains("line 3")
                .contains("'wipe'")
                .contains("compare, rebind and flr");
    }

    @Test
    void refusesAPlacementThatCannotBe() {
        assertThat(faults("""
                        pools:
                          - name: a
                            placement:
                              order: best
                              numaNode: -1
                              rateBudget: 0
                              cost: low
                        """))
                .satisfiesExactlyInAnyOrder(
                        fault -> assertThat(fault).contains("line 4", "'best'", "spread and pack"),
                        fault -> assertThat(fault).contains("line 5", "numaNode -1", "0 to 1023"),
                        fault -> assertThat(fault).contains("line 6", "rateBudget 0", "1 to 100"),
                        fault -> assertThat(fault).contains("line 7", "cost", "order"));
    }

    @ParameterizedTest
    @CsvSource({"worker-1, 2", "edge.one, 2", "edgexone, 1", "my-worker-1, 1"})
    void aNodeHasThePoolsThatNameIt(String node, int pools) {
        assertThat(parse(WHOLE).of(new NodeName(node)).pools()).hasSize(pools);
    }

    @Test
    void namesEveryFaultWithItsLine() {
        assertThat(faults("""
                        pools:
                          - name: "bad name"
                            chooser: scheduler
                            priority: 100
                            colour: blue
                          - name: fast
                            nodes: [UPPER]
                            selectors:
                              vendors: ["80867"]
                              pfNames: ["ens1#9-3"]
                              pciAddresses: [0000:01:10.8]
                          - name: fast
                          - chooser: allocator
                        """))
                .satisfiesExactlyInAnyOrder(
                        fault -> assertThat(fault).startsWith("line 2: pool name 'bad name'"),
                        fault -> assertThat(fault).contains("line 3", "scheduler", "allocator and kubelet"),
                        fault -> assertThat(fault).contains("line 4", "100", "0 to 99"),
                        fault -> assertThat(fault).contains("line 5", "colour", "priority"),
                        fault -> assertThat(fault).contains("line 7", "UPPER"),
                        fault -> assertThat(fault).contains("line 9", "80867"),
                        fault -> assertThat(fault).contains("line 10", "3", "9 to 255"),
                        fault -> assertThat(fault).contains("line 11", "0000:01:10.8"),
                        fault -> assertThat(fault).contains("line 12", "fast", "line 6"),
                        fault -> assertThat(fault).contains("line 13", "no name"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~                                | empty",
                "pools: 3                          | a list is expected",
                "[]                                | a mapping with the fields",
                "{}                                | 'pools' is missing",
                "pools: [1]                        | a mapping with the fields",
                "pools: [{name: a, name: b}]       | given twice",
                "pools: [                          | not YAML",
                "a: 1                              | 'a' is not known",
            })
    void saysWhatIsNotThere(String text, String expected) {
        assertThat(String.join("\n", faults(text))).contains(expected);
    }

    @Test
    void anEmptyListOfPoolsIsAllowed() {
        assertThat(parse("pools: []").rules()).isEmpty();
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> PoolsFile.read(Path.of("/nowhere/pools.yaml")))
                .isInstanceOf(PoolsFileException.class)
                .hasMessageContaining("/nowhere/pools.yaml")
                .hasMessageContaining("VFL_POOLS");
    }

    @Test
    void readsHowPfsShallBe() {
        PoolRules rules = parse("""
                pools: []
                pfs:
                  - name: nics
                    priority: 3
                    nodes: [worker-*]
                    selectors: {pfNames: [ens1f0], vendors: ["8086"]}
                    numVfs: 8
                    mtu: 9000
                    vfDriver: vfio-pci
                    driversAutoprobe: false
                    vfDefaults: {vlan: 7, vlanProto: 802.1ad, maxTxRate: 500, spoofchk: off, linkState: enable}
                    allowHostUse: true
                """);

        assertThat(rules.of(new NodeName("edge-1")).pfs()).isEmpty();
        PfPolicy policy = rules.of(new NodeName("worker-1")).pfs().getFirst();
        assertThat(policy.priority()).isEqualTo(3);
        assertThat(policy.selectors().names()).extracting(Object::toString).containsExactly("ens1f0");
        assertThat(policy.settings())
                .isEqualTo(new PfSettings(
                        Optional.of(8),
                        Optional.of(9000),
                        Optional.of("vfio-pci"),
                        Optional.of(false),
                        VfSettings.builder()
                                .vlan(new Vlan(7))
                                .vlanProto(VlanProto.S_TAG)
                                .maxTxRateMbps(500)
                                .spoofchk(false)
                                .linkState(LinkStatePolicy.ENABLE)
                                .build(),
                        true));
    }

    @Test
    void namesWhatIsWrongWithHowPfsShallBe() {
        assertThat(faults("""
                pools: []
                pfs:
                  - numVfs: 3
                  - name: a
                    numVfs: 70000
                  - name: b
                    driversAutoprobe: maybe
                  - name: c
                    vfDefaults: {vlanQos: 3}
                  - name: d
                    selectors: {pfNames: ["ens1#0-3"]}
                  - name: c
                """))
                .anyMatch(fault -> fault.contains("line 3: a policy for PFs has no name"))
                .anyMatch(fault -> fault.contains("line 5: numVfs 70000 is out of range: allowed are 0 to 65535"))
                .anyMatch(fault -> fault.contains("line 7: driversAutoprobe 'maybe' is not known"))
                .anyMatch(fault -> fault.contains("needs their VLAN as well"))
                .anyMatch(fault -> fault.contains("ens1#0-3"));
    }

    @Test
    void readsTheDevicePluginsConfigurationAsPoolsThatKubeletChoosesFrom() {
        PoolRules rules = parse("""
                {"resourceList": [
                  {"resourceName": "fast", "resourcePrefix": "example.com", "excludeTopology": true,
                   "selectors": [{"pfNames": ["ens1f0#0-3"], "isRdma": false}], "additionalInfo": {"*": {"a": "b"}}},
                  {"resourceName": "rest", "deviceType": "netDevice", "selectors": {"drivers": ["igbvf"]}}],
                 "pools": [{"name": "mine"}]}""");

        assertThat(rules.rules())
                .extracting(rule -> rule.pool().name() + " " + rule.pool().chooser() + " "
                        + rule.pool().priority())
                .containsExactly("fast KUBELET 0", "rest KUBELET 1", "mine ALLOCATOR 0");
        assertThat(rules.rules().getFirst().pool().selectors().pfNames()).hasToString("[ens1f0#0-3]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "resourceList: [{}] | a resource has no resourceName",
                "resourceList: [{resourceName: a, deviceType: auxNetDevice}] | deviceType 'auxNetDevice' is not possible",
                "resourceList: [{resourceName: a, selectors: {rootDevices: [x]}}] | field 'rootDevices' is not known",
                "resourceList: [{resourceName: a, selectors: [{}, {}]}] | a list of 2 entries is too long",
                "{resourceList: [{resourceName: a}], pools: [{name: a}]} | pool 'a' is defined twice",
            })
    void refusesAResourceThatIsNoPool(String text, String expected) {
        assertThat(faults(text)).singleElement().asString().contains(expected);
    }
}
