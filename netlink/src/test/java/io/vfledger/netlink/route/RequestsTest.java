package io.vfledger.netlink.route;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vfledger.netlink.Captured;
import io.vfledger.netlink.wire.Attribute;
import io.vfledger.netlink.wire.Attributes;
import io.vfledger.netlink.wire.LinkAttribute;
import io.vfledger.netlink.wire.LinkHeader;
import io.vfledger.netlink.wire.MessageFlags;
import io.vfledger.netlink.wire.MessageType;
import io.vfledger.netlink.wire.NamespaceHeader;
import io.vfledger.netlink.wire.Octets;
import io.vfledger.netlink.wire.Request;
import io.vfledger.netlink.wire.VfAttribute;
import io.vfledger.netlink.wire.VfMac;
import io.vfledger.netlink.wire.VfRate;
import io.vfledger.netlink.wire.VfSetting;
import io.vfledger.netlink.wire.VfVlan;
import io.vfledger.netlink.wire.VfVlanInfo;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestsTest {
    private static final HardwareAddress MAC = HardwareAddress.parse("02:00:5e:00:53:01");

    static Stream<Arguments> vfSettings() {
        return Stream.of(
                Arguments.of(new SetVf.Mac(4, MAC), VfAttribute.MAC, new VfMac(4, MAC.octets()).encode()),
                Arguments.of(
                        new SetVf.Vlan(4, new VfVlanTag(100, 3, VlanProtocol.IEEE_802_1Q)),
                        VfAttribute.VLAN,
                        new VfVlan(4, 100, 3).encode()),
                Arguments.of(
                        new SetVf.Vlan(4, new VfVlanTag(100, 3, VlanProtocol.IEEE_802_1AD)),
                        VfAttribute.VLAN_LIST,
                        Attributes.of(Attribute.of(VfAttribute.VLAN_INFO, new VfVlanInfo(4, 100, 3, 0x88a8).encode()))
                                .encode()),
                Arguments.of(
                        new SetVf.Rate(4, new VfTxRate(10, 500)), VfAttribute.RATE, new VfRate(4, 10, 500).encode()),
                Arguments.of(new SetVf.SpoofCheck(4, true), VfAttribute.SPOOFCHK, new VfSetting(4, 1).encode()),
                Arguments.of(new SetVf.Trust(4, false), VfAttribute.TRUST, new VfSetting(4, 0).encode()),
                Arguments.of(
                        new SetVf.LinkState(4, VfLinkState.DISABLE),
                        VfAttribute.LINK_STATE,
                        new VfSetting(4, 2).encode()),
                Arguments.of(new SetVf.RssQuery(4, true), VfAttribute.RSS_QUERY_EN, new VfSetting(4, 1).encode()));
    }

    @ParameterizedTest
    @MethodSource
    void vfSettings(SetVf setting, int type, Octets value) {
        Request request = SetVf.request(9, setting);
        assertThat(request.type()).isEqualTo(MessageType.RTM_SETLINK);
        assertThat(LinkHeader.decode(request.body()).index()).isEqualTo(9);
        Attributes info = attributes(request, LinkHeader.LENGTH)
                .find(LinkAttribute.VFINFO_LIST)
                .orElseThrow()
                .asNest()
                .find(VfAttribute.INFO)
                .orElseThrow()
                .asNest();
        assertThat(info.all()).singleElement().satisfies(attribute -> {
            assertThat(attribute.type()).isEqualTo(type);
            assertThat(attribute.value()).isEqualTo(value);
        });
        assertThat(setting.vf()).isEqualTo(4);
    }

    @Test
    void puts802Dot1qTagsInTheLayoutThatIproute2Sends() {
        Request request = SetVf.request(3, new SetVf.Vlan(9, new VfVlanTag(100, 0, VlanProtocol.IEEE_802_1Q)));
        assertThat(request.message(7).encode().toHex())
                .isEqualTo("3800000013000500070000000000000000000000030000000000000000000000"
                        + "180016801400018010000200090000006400000000000000");
    }

    @Test
    void movesAndRenamesInOneRequest() {
        Request request = LinkRequests.change(
                5,
                List.of(
                        new LinkChange.MoveToNamespace(11),
                        new LinkChange.Rename("net1"),
                        new LinkChange.SetUp(false)));
        Attributes attributes = attributes(request, LinkHeader.LENGTH);
        assertThat(attributes.find(LinkAttribute.NET_NS_FD))
                .map(Attribute::asInt)
                .contains(11);
        assertThat(attributes.find(LinkAttribute.IFNAME))
                .map(Attribute::asString)
                .contains("net1");
        LinkHeader header = LinkHeader.decode(request.body());
        assertThat(header.flags()).isZero();
        assertThat(header.change()).isEqualTo(1);
    }

    @Test
    void changesOneThingEach() {
        List<LinkChange> changes = List.of(
                new LinkChange.SetAddress(MAC),
                new LinkChange.SetMtu(9000),
                new LinkChange.SetTxQueueLength(500),
                new LinkChange.SetAlias("ab"),
                new LinkChange.SetMaster(3),
                new LinkChange.SetUp(true));
        Request request = LinkRequests.change(5, changes);
        assertThat(attributes(request, LinkHeader.LENGTH).encode().toHex())
                .isEqualTo("0a00010002005e0053010000" + "0800040028230000" + "08000d00f4010000" + "0600140061620000"
                        + "08000a0003000000");
        assertThat(LinkHeader.decode(request.body()).flags()).isEqualTo(1);
    }

    @Test
    void setsFlagsInTheHeaderAlone() {
        Request request = LinkRequests.change(
                5, List.of(new LinkChange.SetPromiscuous(false), new LinkChange.SetAllMulticast(true)));
        assertThat(request.body().toHex()).isEqualTo("0000000005000000" + "00020000" + "00030000");
    }

    @Test
    void detachesAnXdpProgramWhereItIs() {
        Request request = LinkRequests.change(5, List.of(new LinkChange.DetachXdp(Xdp.Hook.GENERIC)));
        assertThat(request.body()
                        .slice(LinkHeader.LENGTH, request.body().length())
                        .toHex())
                .isEqualTo("14002b80" + "08000100ffffffff" + "0800030002000000");
    }

    @Test
    void addsAndDeletesAlternativeNamesAsIproute2Does() {
        String names = "14003480" + "10003500"
                + Octets.of("longer-name".getBytes(US_ASCII)).toHex() + "00";
        Request add = LinkRequests.addAltName(5, "longer-name");
        assertThat(add.type()).isEqualTo(108);
        assertThat(add.message(1).flags()).isEqualTo(0xe05);
        assertThat(add.body().slice(LinkHeader.LENGTH, add.body().length()).toHex())
                .isEqualTo(names);
        Request delete = LinkRequests.deleteAltName(5, "longer-name");
        assertThat(delete.type()).isEqualTo(109);
        assertThat(delete.body()).isEqualTo(add.body());
    }

    @Test
    void asksForVfsOnlyWhenTold() {
        assertThat(mask(LinkRequests.dump())).isEqualTo(8);
        assertThat(mask(LinkRequests.get(3))).isEqualTo(8);
        assertThat(mask(LinkRequests.get("pf0"))).isEqualTo(8);
        assertThat(mask(LinkRequests.getWithVfs(3))).isEqualTo(9);
        assertThat(LinkRequests.dump().message(1).flags()).isEqualTo(MessageFlags.REQUEST | MessageFlags.DUMP);
        assertThat(LinkRequests.get(3).message(1).flags()).isEqualTo(MessageFlags.REQUEST | MessageFlags.ACK);
    }

    static Stream<Arguments> newLinks() {
        return Stream.of(
                Arguments.of(new NewLink.Dummy("d0"), "dummy", "640000000000"),
                Arguments.of(new NewLink.Bridge("b0"), "bridge", ""),
                Arguments.of(new NewLink.VethPair("a0", "a1", OptionalInt.of(12)), "veth", "08001c000c000000"),
                Arguments.of(
                        new NewLink.Vlan("v0", 7, 100, VlanProtocol.IEEE_802_1AD),
                        "vlan",
                        "06000100640000000600050088a80000"));
    }

    @ParameterizedTest
    @MethodSource
    void newLinks(NewLink link, String kind, String part) {
        Request request = LinkRequests.create(link);
        assertThat(request.flags()).isEqualTo(MessageFlags.CREATE | MessageFlags.EXCLUSIVE);
        Attributes attributes = attributes(request, LinkHeader.LENGTH);
        assertThat(attributes.find(LinkAttribute.IFNAME))
                .map(Attribute::asString)
                .contains(link.name());
        Attributes info = attributes.find(LinkAttribute.LINKINFO).orElseThrow().asNest();
        assertThat(info.find(1)).map(Attribute::asString).contains(kind);
        if (!kind.equals("dummy")) {
            assertThat(request.body().toHex()).contains(part);
        }
    }

    @Test
    void readsCapturedAddresses() throws Exception {
        List<Address> addresses = Captured.ADDRESSES.messages().stream()
                .map(message -> Address.decode(message.payload()))
                .toList();
        assertThat(addresses)
                .extracting(Address::prefix)
                .contains(new Prefix(ip("192.0.2.7"), 24), new Prefix(ip("2001:db8::7"), 64));
        assertThat(addresses).allSatisfy(address -> {
            assertThat(address.interfaceIndex()).isEqualTo(8);
            assertThat(address.flags().permanent()).isTrue();
            assertThat(address.flags().duplicate()).isFalse();
        });
        assertThat(addresses.getFirst().prefix()).hasToString("192.0.2.7/24");
        assertThat(new AddressFlags(0x40).tentative()).isTrue();
    }

    @Test
    void writesAnAddressThatReadsBackEqual() throws Exception {
        Address six = new Address(8, new Prefix(ip("2001:db8::7"), 64), AddressFlags.NO_DUPLICATE_DETECTION);
        assertThat(Address.decode(AddressRequests.add(six).body())).isEqualTo(six);
        Address four = new Address(8, new Prefix(ip("192.0.2.7"), 22), AddressFlags.NONE);
        assertThat(Address.decode(AddressRequests.add(four).body())).isEqualTo(four);
        assertThat(AddressRequests.add(four).body().toHex())
                .as("broadcast 192.0.3.255")
                .contains("08000400c00003ff");
        assertThat(AddressRequests.delete(four).type()).isEqualTo(MessageType.RTM_DELADDR);
        assertThat(AddressRequests.dump(8).isDump()).isTrue();
    }

    @Test
    void readsCapturedRoutes() throws Exception {
        List<Route> routes = Captured.ROUTES.messages().stream()
                .map(message -> Route.decode(message.payload()))
                .toList();
        assertThat(routes).anySatisfy(route -> {
            assertThat(route.destination()).isEqualTo(new Prefix(ip("198.51.100.0"), 24));
            assertThat(route.gateway()).contains(ip("192.0.2.1"));
            assertThat(route.interfaceIndex()).isEqualTo(4);
            assertThat(route.options()).isEqualTo(RouteOptions.NONE);
        });
        assertThat(routes).anySatisfy(route -> assertThat(route.source()).contains(ip("192.0.2.7")));
        assertThat(routes).anySatisfy(route -> assertThat(route.destination()).hasToString("0.0.0.0/0"));
    }

    @Test
    void writesARouteThatReadsBackEqual() throws Exception {
        Route full = new Route(
                new Prefix(ip("198.51.100.0"), 24),
                Optional.of(ip("192.0.2.1")),
                8,
                Route.STATIC,
                new RouteOptions(
                        1000, OptionalInt.of(50), OptionalInt.of(200), OptionalInt.of(1400), OptionalInt.of(1360)),
                Optional.of(ip("192.0.2.7")));
        assertThat(Route.decode(RouteRequests.add(full).body())).isEqualTo(full);
        Route standard = new Route(new Prefix(ip("::"), 0), Optional.of(ip("2001:db8::1")), 8);
        assertThat(Route.decode(RouteRequests.add(standard).body())).isEqualTo(standard);
        Route onLink = new Route(new Prefix(ip("198.51.100.0"), 24), Optional.empty(), 8);
        assertThat(Route.decode(RouteRequests.delete(onLink).body())).isEqualTo(onLink);
        Route tabled = new Route(standard.destination(), standard.gateway(), 8, RouteOptions.inTable(-2));
        assertThat(Route.decode(RouteRequests.add(tabled).body()))
                .as("a table above 2^31")
                .isEqualTo(tabled);
        assertThatThrownBy(() -> new RouteOptions(
                        RouteOptions.MAIN,
                        OptionalInt.empty(),
                        OptionalInt.of(256),
                        OptionalInt.empty(),
                        OptionalInt.empty()))
                .hasMessage("route scope 256, allowed is 0 to 255");
        assertThat(RouteRequests.dump(true).operation()).isEqualTo("list IPv4 routes");
    }

    @Test
    void readsNamespaceIds() {
        Octets header = NamespaceHeader.encode();
        assertThat(NamespaceId.decode(Request.joined(
                        header, Attributes.of(Attribute.u32(1, 5)).encode())))
                .contains(new NamespaceId(5));
        assertThat(NamespaceId.decode(Request.joined(
                        header, Attributes.of(Attribute.u32(1, -1)).encode())))
                .isEmpty();
        assertThatThrownBy(() -> NamespaceId.decode(header)).hasMessageContaining("without NETNSA_NSID");
        assertThat(NamespaceId.get(7).body().toHex()).isEqualTo("000000000800030007000000");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of((Making) () -> new LinkChange.Rename(""), "interface name ''"),
                Arguments.of((Making) () -> new LinkChange.Rename("a123456789012345"), "allowed are 1 to 15 bytes"),
                Arguments.of((Making) () -> new LinkChange.Rename("../etc"), "interface name '../etc'"),
                Arguments.of((Making) () -> new LinkChange.Rename(".."), "not '.' or '..'"),
                Arguments.of((Making) () -> new LinkChange.Rename("a b"), "white space"),
                Arguments.of((Making) () -> new LinkChange.SetMtu(0), "MTU 0 bytes"),
                Arguments.of((Making) () -> new LinkChange.SetTxQueueLength(-1), "queue length -1"),
                Arguments.of((Making) () -> new LinkChange.SetAlias("x".repeat(256)), "alias of 256"),
                Arguments.of((Making) () -> new LinkChange.MoveToNamespace(-1), "descriptor -1"),
                Arguments.of((Making) () -> new VfVlanTag(4096, 0, VlanProtocol.IEEE_802_1Q), "VLAN 4096"),
                Arguments.of((Making) () -> new VfVlanTag(1, 8, VlanProtocol.IEEE_802_1Q), "priority 8"),
                Arguments.of((Making) () -> new VfTxRate(-1, 0), "transmit rate -1"),
                Arguments.of((Making) () -> new VfTxRate(10, 5), "at most the maximum of 5"),
                Arguments.of((Making) () -> new NewLink.Vlan("v", 1, 4095, VlanProtocol.IEEE_802_1Q), "VLAN 4095"),
                Arguments.of((Making) () -> new NamespaceId(-2), "namespace id -2"),
                Arguments.of((Making) () -> new Prefix(ip("192.0.2.1"), 33), "prefix length 33 of 192.0.2.1"),
                Arguments.of((Making) () -> HardwareAddress.parse("02:00:5e"), "has 3 bytes"),
                Arguments.of((Making) () -> HardwareAddress.parse("zz:00"), "six pairs"),
                Arguments.of((Making) () -> new HardwareAddress(Octets.of(new byte[33])), "of 33 bytes"),
                Arguments.of((Making) () -> Family.address(Octets.of(new byte[5])), "internet address of 5 bytes"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(Making making, String complaint) {
        assertThatThrownBy(making::make).hasMessageContaining(complaint);
    }

    @FunctionalInterface
    interface Making {
        Object make() throws Exception;
    }

    private static InetAddress ip(String text) throws Exception {
        return InetAddress.getByName(text);
    }

    private static int mask(Request request) {
        return attributes(request, LinkHeader.LENGTH)
                .find(LinkAttribute.EXT_MASK)
                .orElseThrow()
                .asInt();
    }

    private static Attributes attributes(Request request, int headerLength) {
        return Attributes.decode(
                request.body().slice(headerLength, request.body().length()));
    }
}
