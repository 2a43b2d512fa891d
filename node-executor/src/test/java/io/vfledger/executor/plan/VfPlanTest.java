package io.vfledger.executor.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vfledger.executor.plan.ObservedVf.Placed;
import io.vfledger.netlink.route.Prefix;
import io.vfledger.netlink.route.Xdp;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.LinkStatePolicy;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PciId;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfIndex;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.VfTraits;
import io.vfledger.vf.Vlan;
import io.vfledger.vf.VlanProto;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VfPlanTest {
    private static final MacAddress NONE = new MacAddress(0);
    private static final MacAddress OWN = MacAddress.parse("5a:04:fd:67:6f:29");
    private static final MacAddress ASKED = MacAddress.parse("02:00:5e:00:53:01");
    private static final InterfaceName HOME = new InterfaceName("enp1s0v0");
    private static final InterfaceName NET1 = new InterfaceName("net1");
    private static final Prefix FOUR = IpText.prefix("10.99.0.2/24");
    private static final Prefix SIX = IpText.prefix("2001:db8::2/64");

    static Stream<Arguments> attributes() {
        return Stream.of(
                Arguments.of(
                        "vlan alone takes priority 0 and 802.1Q",
                        VfSettings.builder().vlan(new Vlan(100)),
                        administer(tag(0, 0, VlanProto.C_TAG), tag(100, 0, VlanProto.C_TAG))),
                Arguments.of(
                        "vlan with everything",
                        VfSettings.builder().vlan(new Vlan(7)).vlanQos(3).vlanProto(VlanProto.S_TAG),
                        administer(tag(0, 0, VlanProto.C_TAG), tag(7, 3, VlanProto.S_TAG))),
                Arguments.of(
                        "the maximum keeps the minimum",
                        VfSettings.builder().maxTxRateMbps(500),
                        administer(new AdminSetting.Rates(0, 0), new AdminSetting.Rates(0, 500))),
                Arguments.of(
                        "spoofchk",
                        VfSettings.builder().spoofchk(false),
                        administer(new AdminSetting.SpoofCheck(true), new AdminSetting.SpoofCheck(false))),
                Arguments.of(
                        "trust",
                        VfSettings.builder().trust(true),
                        administer(new AdminSetting.Trust(false), new AdminSetting.Trust(true))),
                Arguments.of(
                        "link state",
                        VfSettings.builder().linkState(LinkStatePolicy.ENABLE),
                        administer(
                                new AdminSetting.LinkState(LinkStatePolicy.AUTO),
                                new AdminSetting.LinkState(LinkStatePolicy.ENABLE))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void attributes(String what, VfSettings.Builder asked, Step step) {
        List<Step> steps = VfPlan.between(onHost("other", fresh()), inPod(asked.build()));
        assertThat(steps)
                .containsExactly(
                        step, new Step.MoveIn(HOME, NET1), new Step.NotifyWhenUp(), new Step.SetUp(Place.POD, true));
    }

    @Test
    void writesNothingThatIsSoAlready() {
        VfSettings same = VfSettings.builder()
                .vlan(Vlan.UNTAGGED)
                .maxTxRateMbps(0)
                .spoofchk(true)
                .trust(false)
                .linkState(LinkStatePolicy.AUTO)
                .mtu(1500)
                .build();
        assertThat(VfPlan.between(onHost("other", fresh()), inPod(same)))
                .containsExactly(new Step.MoveIn(HOME, NET1), new Step.NotifyWhenUp(), new Step.SetUp(Place.POD, true));
    }

    @Test
    void ordersAttributesMoveAddressesAndRoutes() {
        VfSettings settings = VfSettings.builder().mac(ASKED).mtu(9000).build();
        PodRoute route = new PodRoute(IpText.prefix("10.0.0.0/8"), Optional.of(IpText.address("10.99.0.1")));
        List<Step> steps = VfPlan.between(
                onHost("other", fresh()), new Desired.InPod(settings, NET1, List.of(FOUR, SIX), List.of(route)));
        assertThat(steps)
                .containsExactly(
                        new Step.ChangeMac(macs(NONE, OWN), macs(ASKED, ASKED), false),
                        new Step.MoveIn(HOME, NET1),
                        new Step.NotifyWhenUp(),
                        new Step.SetMtu(Place.POD, 1500, 9000),
                        new Step.AddAddress(Place.POD, FOUR),
                        new Step.AddAddress(Place.POD, SIX),
                        new Step.SetUp(Place.POD, true),
                        new Step.AwaitUniqueAddresses(),
                        new Step.AddRoute(route),
                        new Step.Announce());
    }

    @Test
    void setsReceiveModesInThePodAndTakesThemBack() {
        VfSettings both =
                VfSettings.builder().trust(true).promisc(true).allmulti(true).build();
        Step promisc = new Step.SetNetdev(Place.POD, new NetdevSetting.Promisc(false), new NetdevSetting.Promisc(true));
        Step all = new Step.SetNetdev(Place.POD, new NetdevSetting.AllMulti(false), new NetdevSetting.AllMulti(true));
        assertThat(VfPlan.between(onHost("other", fresh()), inPod(both)))
                .containsSubsequence(new Step.NotifyWhenUp(), promisc, all, new Step.SetUp(Place.POD, true));
        assertThat(promisc.compensation())
                .contains(new Step.SetNetdev(
                        Place.POD, new NetdevSetting.Promisc(true), new NetdevSetting.Promisc(false)));
        NetdevDetail given = new NetdevDetail("", List.of(), true, true, Xdp.NONE, Offloads.UNKNOWN);
        Netdev inPod = new Netdev(7, NET1, OWN, 1500, 1000, true, List.of(), "", given);
        ObservedVf there = observed("other", fresh(), Optional.of(new Placed(Place.POD, inPod)));
        assertThat(VfPlan.between(there, inPod(both)))
                .as("so already")
                .noneMatch(step -> step instanceof Step.SetNetdev);
        assertThat(VfPlan.between(there, new Desired.Clean(baseline())))
                .containsSubsequence(
                        new Step.MoveOut(NET1, HOME),
                        new Step.SetNetdev(
                                Place.HOST, new NetdevSetting.Promisc(true), new NetdevSetting.Promisc(false)),
                        new Step.SetNetdev(
                                Place.HOST, new NetdevSetting.AllMulti(true), new NetdevSetting.AllMulti(false)));
    }

    @Test
    void callsAnAddressOnTheHostADifference() {
        Netdev addressed = new Netdev(7, HOME, OWN, 1500, 1000, false, List.of(FOUR), "", NetdevDetail.NONE);
        assertThat(Difference.fromBaseline(
                        baseline(), observed("other", fresh(), Optional.of(new Placed(Place.HOST, addressed)))))
                .containsExactly(new Difference("addresses", "none", "[" + FOUR + "]"));
    }

    @Test
    void cyclesIgbvfAfterItsMacAndTakesItsOwnAddressForNoneSet() {
        VfAttributes shown = with(fresh(), OWN);
        List<Step> steps = VfPlan.between(
                onHost("igbvf", shown), inPod(VfSettings.builder().mac(ASKED).build()));
        assertThat(steps).startsWith(new Step.ChangeMac(macs(NONE, OWN), macs(ASKED, ASKED), true));
    }

    @Test
    void takesAnInterfaceThatIsUpDownBeforeTheMove() {
        Netdev up = new Netdev(7, HOME, OWN, 1500, 1000, true, List.of(FOUR), "", NetdevDetail.NONE);
        ObservedVf observed = observed("other", fresh(), Optional.of(new Placed(Place.HOST, up)));
        assertThat(VfPlan.between(observed, inPod(VfSettings.NONE)))
                .startsWith(
                        new Step.SetUp(Place.HOST, false),
                        new Step.RemoveAddress(Place.HOST, FOUR),
                        new Step.MoveIn(HOME, NET1));
        assertThat(VfPlan.between(
                        observed, inPod(VfSettings.builder().mac(ASKED).build())))
                .filteredOn(step -> step.equals(new Step.SetUp(Place.HOST, false)))
                .hasSize(1);
    }

    @Test
    void setsOnlyThePfsAttributesOfAVfForUserSpace() {
        ObservedVf vfio = observed("vfio-pci", fresh(), Optional.empty());
        VfSettings asked = VfSettings.builder().mac(ASKED).trust(true).build();
        assertThat(VfPlan.between(vfio, inPod(asked)))
                .containsExactly(
                        administer(new AdminSetting.Trust(false), new AdminSetting.Trust(true)),
                        new Step.ChangeMac(
                                new Step.Macs(NONE, Optional.empty()), new Step.Macs(ASKED, Optional.empty()), false));
    }

    @Test
    void refusesAVfWhoseInterfaceIsNowhere() {
        ObservedVf lost = observed("igbvf", fresh(), Optional.empty());
        assertThatThrownBy(() -> VfPlan.between(lost, inPod(VfSettings.NONE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0000:01:10.0 has no interface in sight");
    }

    @Test
    void bringsAVfHomeAndEveryAttributeBack() {
        VfAttributes dirty = VfAttributes.builder()
                .adminMac(ASKED)
                .vlan(new Vlan(100))
                .vlanQos(2)
                .vlanProto(VlanProto.C_TAG)
                .minTxRateMbps(0)
                .maxTxRateMbps(500)
                .spoofchk(false)
                .trust(true)
                .linkState(LinkStatePolicy.DISABLE)
                .build();
        Netdev there = new Netdev(3, NET1, ASKED, 9000, 77, true, List.of(FOUR), "", NetdevDetail.NONE);
        ObservedVf observed = observed("other", dirty, Optional.of(new Placed(Place.POD, there)));
        assertThat(VfPlan.between(observed, new Desired.Clean(baseline())))
                .containsExactly(
                        new Step.SetUp(Place.POD, false),
                        new Step.MoveOut(NET1, HOME),
                        administer(tag(100, 2, VlanProto.C_TAG), tag(0, 0, VlanProto.C_TAG)),
                        administer(new AdminSetting.Rates(0, 500), new AdminSetting.Rates(0, 0)),
                        administer(new AdminSetting.SpoofCheck(false), new AdminSetting.SpoofCheck(true)),
                        administer(new AdminSetting.Trust(true), new AdminSetting.Trust(false)),
                        administer(
                                new AdminSetting.LinkState(LinkStatePolicy.DISABLE),
                                new AdminSetting.LinkState(LinkStatePolicy.AUTO)),
                        new Step.ChangeMac(macs(ASKED, ASKED), macs(NONE, OWN), false),
                        new Step.SetMtu(Place.HOST, 9000, 1500),
                        new Step.SetTxQueueLen(77, 1000));
    }

    @Test
    void renamesAVfThatCameHomeByItself() {
        Netdev returned =
                new Netdev(9, new InterfaceName("dev9"), OWN, 1500, 1000, false, List.of(), "", NetdevDetail.NONE);
        ObservedVf observed = observed("other", fresh(), Optional.of(new Placed(Place.HOST, returned)));
        assertThat(VfPlan.between(observed, new Desired.Clean(baseline())))
                .containsExactly(new Step.Rename(new InterfaceName("dev9"), HOME));
    }

    @Test
    void doesNothingToAVfThatIsClean() {
        assertThat(VfPlan.between(onHost("other", fresh()), new Desired.Clean(baseline())))
                .isEmpty();
    }

    @Test
    void leavesAloneWhatTheBaselineDoesNotTell() {
        ObservedVf vfio = observed("vfio-pci", with(fresh(), ASKED), Optional.empty());
        assertThat(VfPlan.between(vfio, new Desired.Clean(VfAttributes.UNKNOWN)))
                .isEmpty();
    }

    @Test
    void leadsBackFromEveryStepThatHasACompensation() {
        List<Step> all = VfPlan.between(
                onHost("igbvf", with(fresh(), OWN)),
                new Desired.InPod(
                        VfSettings.builder()
                                .mac(ASKED)
                                .vlan(new Vlan(100))
                                .mtu(9000)
                                .build(),
                        NET1,
                        List.of(FOUR),
                        List.of(new PodRoute(SIX, Optional.empty()))));
        for (Step step : all) {
            step.compensation()
                    .ifPresent(back -> assertThat(back.compensation()).contains(step));
        }
        assertThat(new Step.SetTxQueueLen(1, 2).compensation()).contains(new Step.SetTxQueueLen(2, 1));
        assertThat(new Step.Rename(HOME, NET1).compensation()).contains(new Step.Rename(NET1, HOME));
    }

    @Test
    void tellsDifferencesInWords() {
        ObservedVf now = onHost("other", with(fresh(), ASKED));
        assertThat(Difference.fromBaseline(baseline(), now))
                .extracting(Difference::toString)
                .containsExactly("admin_mac: expected 00:00:00:00:00:00, found 02:00:5e:00:53:01");
    }

    @Test
    void countsAnInterfaceThatIsUpOnlyWhereItsBaselineWasDown() {
        VfAttributes up = VfAttributes.builder().up(true).build();
        VfAttributes down = VfAttributes.builder().up(false).build();
        assertThat(Difference.fromBaseline(down, observed("other", up, Optional.empty())))
                .extracting(Difference::attribute)
                .containsExactly("up");
        assertThat(Difference.fromBaseline(up, observed("other", up, Optional.empty())))
                .isEmpty();
        assertThat(Difference.fromBaseline(up, observed("other", down, Optional.empty())))
                .isEmpty();
    }

    @Test
    void comparesARequestWithWhatReadsBack() {
        Desired.InPod asked =
                new Desired.InPod(VfSettings.builder().mac(ASKED).build(), NET1, List.of(FOUR), List.of());
        assertThat(Difference.fromRequest(asked, onHost("other", fresh())))
                .extracting(Difference::attribute)
                .containsExactly("admin_mac", "own_mac", "netdev");
        Netdev there = new Netdev(3, HOME, ASKED, 1500, 1000, false, List.of(), "", NetdevDetail.NONE);
        ObservedVf halfway = observed("other", with(fresh(), ASKED), Optional.of(new Placed(Place.POD, there)));
        assertThat(Difference.fromRequest(asked, halfway))
                .extracting(Difference::attribute)
                .containsExactly("netdev", "up", "address");
    }

    @Test
    void readsAddressesWithoutAskingANameServer() {
        assertThat(IpText.prefix("10.1.2.3")).hasToString("10.1.2.3/32");
        assertThatThrownBy(() -> IpText.prefix("example.org/24")).hasMessageContaining("address 'example.org'");
        assertThatThrownBy(() -> IpText.prefix("10.1.2.3/x")).hasMessageContaining("a number from 0 to 32");
        assertThatThrownBy(() -> IpText.prefix("10.1.2.3/33")).hasMessageContaining("prefix length 33");
    }

    private static Step administer(AdminSetting before, AdminSetting after) {
        return new Step.Administer(before, after);
    }

    private static AdminSetting tag(int vlan, int qos, VlanProto proto) {
        return new AdminSetting.Tag(new Vlan(vlan), qos, proto);
    }

    private static Step.Macs macs(MacAddress admin, MacAddress own) {
        return new Step.Macs(admin, Optional.of(own));
    }

    private static Desired.InPod inPod(VfSettings settings) {
        return new Desired.InPod(settings, NET1, List.of(), List.of());
    }

    private static VfAttributes fresh() {
        return VfAttributes.builder()
                .adminMac(NONE)
                .vlan(Vlan.UNTAGGED)
                .vlanQos(0)
                .vlanProto(VlanProto.C_TAG)
                .minTxRateMbps(0)
                .maxTxRateMbps(0)
                .spoofchk(true)
                .trust(false)
                .linkState(LinkStatePolicy.AUTO)
                .build();
    }

    private static VfAttributes with(VfAttributes now, MacAddress admin) {
        return now.toBuilder().adminMac(admin).build();
    }

    private static VfAttributes baseline() {
        return onHost("other", fresh()).attributes();
    }

    private static ObservedVf onHost(String driver, VfAttributes administrative) {
        Netdev netdev = new Netdev(7, HOME, OWN, 1500, 1000, false, List.of(), "", NetdevDetail.NONE);
        return observed(driver, administrative, Optional.of(new Placed(Place.HOST, netdev)));
    }

    private static ObservedVf observed(String driver, VfAttributes administrative, Optional<Placed> place) {
        return new ObservedVf(traits(driver), DriverProfiles.builtIn().of(traits(driver)), administrative, place);
    }

    private static VfTraits traits(String driver) {
        return new VfTraits(
                new PciAddress("0000:01:10.0"),
                new PciAddress("0000:01:00.0"),
                Optional.of(new InterfaceName("pf0")),
                new VfIndex(0),
                new PciId("8086"),
                new PciId("10ca"),
                Optional.of(driver));
    }
}
