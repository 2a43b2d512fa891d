package io.vfledger.vf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypesTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "A", "a..b", "a/b", "ä", ".a"})
    void refusesNodeNamesThatKubernetesWouldRefuse(String name) {
        assertThatThrownBy(() -> new NodeName(name)).hasMessageContaining("node name '" + name + "'");
    }

    @Test
    void takesTheLongestNodeName() {
        assertThat(new NodeName("a".repeat(253)).value()).hasSize(253);
        assertThatThrownBy(() -> new NodeName("a".repeat(254))).hasMessageContaining("253");
    }

    @Test
    void lowersPciAddresses() {
        assertThat(new PciAddress("0000:AF:1F.7")).hasToString("0000:af:1f.7");
        assertThat(new PciAddress("10000:01:00.0")).hasToString("10000:01:00.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0000:00:00", "0000:00:20.0", "0000:00:00.8", "../0000:00:00.0", "0000:00:00.0/", "00:00.0"})
    void refusesWhatIsNoPciAddress(String text) {
        assertThatThrownBy(() -> new PciAddress(text)).hasMessageContaining("PCI address '" + text + "'");
    }

    @Test
    void vfKeyReadsItsOwnText() {
        VfKey key = new VfKey(new NodeName("worker-1"), new PciAddress("0000:65:02.1"));
        assertThat(VfKey.parse(key.toString())).isEqualTo(key);
        assertThatThrownBy(() -> VfKey.parse("worker-1")).hasMessageContaining("node/pci");
    }

    @Test
    void macAddressReadsAndWritesText() {
        MacAddress mac = MacAddress.parse("02-AB-00-00-00-0f");
        assertThat(mac).hasToString("02:ab:00:00:00:0f");
        assertThat(MacAddress.ofOctets(mac.octets())).isEqualTo(mac);
        assertThat(mac.isUnicast()).isTrue();
        assertThat(MacAddress.parse("01:00:5e:00:00:01").isUnicast()).isFalse();
        assertThat(MacAddress.parse("00:00:00:00:00:00").isUnicast()).isFalse();
        assertThat(MacAddress.parse("00:00:00:00:00:00").isZero()).isTrue();
        assertThatThrownBy(() -> MacAddress.parse("02:ab-00:00:00:0f")).hasMessageContaining("six hex octets");
        assertThatThrownBy(() -> MacAddress.ofOctets(new byte[5])).hasMessageContaining("exactly 6");
        assertThatThrownBy(() -> new MacAddress(1L << 48)).hasMessageContaining("out of range");
    }

    @Test
    void vlanAndIndexKeepTheirRanges() {
        assertThat(new Vlan(4095).id()).isEqualTo(4095);
        assertThatThrownBy(() -> new Vlan(4096)).hasMessage("VLAN id 4096 is out of range: allowed are 0 to 4095");
        assertThat(new VfIndex(255)).hasToString("255");
        assertThatThrownBy(() -> new VfIndex(256)).hasMessageContaining("0 to 255");
    }

    @Test
    void wordsAreReadInEitherCase() {
        assertThat(VlanProto.parse("802.1AD")).isEqualTo(VlanProto.S_TAG);
        assertThat(VlanProto.C_TAG.etherType()).isEqualTo(0x8100);
        assertThatThrownBy(() -> VlanProto.parse("qinq")).hasMessageContaining("802.1q and 802.1ad");
        assertThat(LinkStatePolicy.parse("Enable")).isEqualTo(LinkStatePolicy.ENABLE);
        assertThatThrownBy(() -> LinkStatePolicy.parse("up")).hasMessageContaining("auto, enable and disable");
    }

    @Test
    void fencesCompareByEpochThenVersion() {
        Fence fence = Fence.ZERO.nextEpoch().nextVersion();
        assertThat(fence).hasToString("1.2");
        assertThat(fence).isLessThan(new Fence(new Epoch(2), Version.ZERO));
        assertThat(fence).isGreaterThan(new Fence(new Epoch(1), new Version(1)));
        assertThatThrownBy(() -> new Epoch(-1)).hasMessageContaining("epoch -1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a:b", "a b", "sixteen-letters-"})
    void refusesInterfaceNamesThatTheKernelWouldRefuse(String name) {
        assertThatThrownBy(() -> new InterfaceName(name)).hasMessageContaining("interface name '" + name + "'");
    }

    @Test
    void attachmentNamesTheBadPart() {
        assertThat(Attachment.of("blue", "c1", "net1")).hasToString("blue/c1/net1");
        assertThatThrownBy(() -> Attachment.of("blue", "../c1", "net1")).hasMessageContaining("container id '../c1'");
        assertThatThrownBy(() -> Attachment.of("-blue", "c1", "net1")).hasMessageContaining("network name '-blue'");
    }

    @Test
    void demandIsThePodsWhereItsUidIsKnown() {
        Attachment attachment = Attachment.of("blue", "c1", "net1");
        Demand byPod = Demand.ofPod(new PodUid("u1"), attachment.network(), attachment.ifname());
        assertThat(byPod).hasToString("u1 on blue as net1");
        assertThat(Demand.ofContainer(attachment)).hasToString("c1 on blue as net1");
        assertThatThrownBy(() -> new PodUid("a\nb")).hasMessageContaining("'a?b'");
    }

    @Test
    void readsPfSelectorsWithRanges() {
        PfNameSelector some = PfNameSelector.parse("ens1f0#0,2-7,9");
        assertThat(some).hasToString("ens1f0#0,2-7,9");
        InterfaceName pf = new InterfaceName("ens1f0");
        assertThat(some.matches(pf, new VfIndex(7))).isTrue();
        assertThat(some.matches(pf, new VfIndex(8))).isFalse();
        assertThat(PfNameSelector.parse("ens1f0").matches(pf, new VfIndex(200))).isTrue();
        assertThat(some.matches(new InterfaceName("ens1f1"), new VfIndex(0))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"p#", "p#1,", "p#3-1", "p#a", "p#1-", "p#0-256", "p#-1"})
    void refusesBrokenPfSelectors(String text) {
        assertThatThrownBy(() -> PfNameSelector.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void poolTakesVfsThatFitEveryList() {
        VfTraits vf = new VfTraits(
                new PciAddress("0000:01:10.0"),
                new PciAddress("0000:01:00.0"),
                Optional.of(new InterfaceName("ens1")),
                new VfIndex(0),
                new PciId("0x8086"),
                new PciId("10CA"),
                Optional.of("igbvf"));
        assertThat(PoolSelectors.ALL.matches(vf)).isTrue();
        PoolSelectors all = new PoolSelectors(
                List.of(new PciId("8086")),
                List.of(new PciId("10ca")),
                List.of("igbvf"),
                List.of(PfNameSelector.parse("ens1#0-3")),
                List.of(vf.pci()));
        assertThat(all.matches(vf)).isTrue();
        PoolSelectors otherDriver =
                new PoolSelectors(all.vendors(), all.devices(), List.of("vfio-pci"), all.pfNames(), List.of());
        assertThat(otherDriver.matches(vf)).isFalse();
        assertThatThrownBy(() -> new PciId("80866")).hasMessageContaining("four hex digits");
    }

    @Test
    void settingsRefuseWhatTheKernelWould() {
        assertThatThrownBy(() -> VfSettings.builder()
                        .mac(MacAddress.parse("01:00:5e:00:00:01"))
                        .build())
                .hasMessageContaining("unicast");
        assertThatThrownBy(() -> VfSettings.builder().vlanQos(8).build()).hasMessageContaining("0 to 7");
        assertThatThrownBy(() -> VfSettings.builder()
                        .minTxRateMbps(200)
                        .maxTxRateMbps(100)
                        .build())
                .hasMessageContaining("0 to 100");
        assertThatThrownBy(() -> VfSettings.builder().mtu(67).build()).hasMessageContaining("68 to 65535");
        assertThatThrownBy(() -> VfSettings.builder().promisc(true).build()).hasMessageContaining("trust on");
        assertThatThrownBy(
                        () -> VfSettings.builder().allmulti(true).trust(false).build())
                .hasMessageContaining("allmulti on is not allowed");
        assertThat(VfSettings.builder().allmulti(true).trust(true).build().allmulti())
                .contains(true);
        assertThat(VfSettings.builder().promisc(false).build().trust()).isEmpty();
        assertThat(VfSettings.builder()
                        .minTxRateMbps(200)
                        .maxTxRateMbps(0)
                        .build()
                        .mtu())
                .isEmpty();
    }

    @Test
    void attributesHoldOnlyWhatWasTold() {
        VfAttributes told = VfAttributes.builder().vlan(new Vlan(7)).up(false).build();
        assertThat(told.vlan()).contains(new Vlan(7));
        assertThat(told.trust()).isEmpty();
        assertThat(VfAttributes.UNKNOWN.txQueueLen()).isEmpty();
    }
}
