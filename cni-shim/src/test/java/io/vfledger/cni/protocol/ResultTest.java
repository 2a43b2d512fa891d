package io.vfledger.cni.protocol;

import static io.vfledger.cni.protocol.EnvironmentReaderTest.refused;
import static io.vfledger.cni.protocol.EnvironmentReaderTest.valid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultTest {
    private static final Sandbox SANDBOX =
            new Sandbox(new ContainerId("c1"), new InterfaceName("net1"), Optional.of("/run/netns/pod"));

    private static final CniResult ALLOCATED = new CniResult(
            List.of(),
            List.of(
                    new ResultIp(
                            IpPrefix.parse("10.1.0.5/16"),
                            Optional.of(IpPrefix.address("10.1.0.1")),
                            OptionalInt.empty()),
                    new ResultIp(IpPrefix.parse("fd00:0:0::5/64"), Optional.empty(), OptionalInt.empty()),
                    new ResultIp(IpPrefix.parse("10.2.0.5/16"), Optional.empty(), OptionalInt.empty())),
            List.of(
                    new ResultRoute(
                            IpPrefix.parse("0.0.0.0/0"),
                            Optional.of(IpPrefix.address("10.1.0.1")),
                            OptionalInt.of(1400),
                            OptionalInt.of(1360),
                            OptionalInt.of(5),
                            OptionalInt.of(100),
                            OptionalInt.of(253)),
                    new ResultRoute(
                            IpPrefix.parse("::/0"),
                            Optional.empty(),
                            OptionalInt.empty(),
                            OptionalInt.empty(),
                            OptionalInt.empty(),
                            OptionalInt.empty(),
                            OptionalInt.empty())),
            Dns.NONE);

    private static final CniResult WHOLE = CniResult.of(
            ResultInterface.ofVf(
                    SANDBOX,
                    new MacAddress("02:00:00:00:00:01"),
                    OptionalInt.of(1500),
                    new DeviceAddress("0000:01:02.3")),
            ALLOCATED,
            new Dns(List.of("10.1.0.1"), Optional.of("local"), List.of("a.local"), List.of("ndots:2")));

    private static final String DNS = ",\"dns\":{\"nameservers\":[\"10.1.0.1\"],\"domain\":\"local\","
            + "\"search\":[\"a.local\"],\"options\":[\"ndots:2\"]}}";

    private static final String TWO = "\"ip4\":{\"ip\":\"10.1.0.5/16\",\"gateway\":\"10.1.0.1\",\"routes\":[{\"dst\":"
            + "\"0.0.0.0/0\",\"gw\":\"10.1.0.1\"}]},\"ip6\":{\"ip\":\"fd00::5/64\",\"routes\":[{\"dst\":\"::/0\"}]}"
            + DNS;

    private static final String THREE =
            "\"interfaces\":[{\"name\":\"net1\",\"mac\":\"02:00:00:00:00:01\",\"sandbox\":\"/run/netns/pod\"}],\"ips\":["
                    + "{\"version\":\"4\",\"interface\":0,\"address\":\"10.1.0.5/16\",\"gateway\":\"10.1.0.1\"},"
                    + "{\"version\":\"6\",\"interface\":0,\"address\":\"fd00::5/64\"},"
                    + "{\"version\":\"4\",\"interface\":0,\"address\":\"10.2.0.5/16\"}],"
                    + "\"routes\":[{\"dst\":\"0.0.0.0/0\",\"gw\":\"10.1.0.1\"},{\"dst\":\"::/0\"}]" + DNS;

    private static final Map<CniVersion, String> GOLDEN = new EnumMap<>(Map.of(
            CniVersion.V0_1_0, "{\"cniVersion\":\"0.1.0\"," + TWO,
            CniVersion.V0_2_0, "{\"cniVersion\":\"0.2.0\"," + TWO,
            CniVersion.V0_3_0, "{\"cniVersion\":\"0.3.0\"," + THREE,
            CniVersion.V0_3_1, "{\"cniVersion\":\"0.3.1\"," + THREE,
            CniVersion.V0_4_0, "{\"cniVersion\":\"0.4.0\"," + THREE,
            CniVersion.V1_0_0,
                    "{\"cniVersion\":\"1.0.0\","
                            + THREE.replace("\"version\":\"4\",", "").replace("\"version\":\"6\",", ""),
            CniVersion.V1_1_0,
                    "{\"cniVersion\":\"1.1.0\",\"interfaces\":[{\"name\":\"net1\",\"mac\":\"02:00:00:00:00:01\","
                            + "\"mtu\":1500,\"sandbox\":\"/run/netns/pod\",\"pciID\":\"0000:01:02.3\"}],\"ips\":["
                            + "{\"interface\":0,\"address\":\"10.1.0.5/16\",\"gateway\":\"10.1.0.1\"},"
                            + "{\"interface\":0,\"address\":\"fd00::5/64\"},"
                            + "{\"interface\":0,\"address\":\"10.2.0.5/16\"}],"
                            + "\"routes\":[{\"dst\":\"0.0.0.0/0\",\"gw\":\"10.1.0.1\",\"mtu\":1400,\"advmss\":1360,"
                            + "\"priority\":5,\"table\":100,\"scope\":253},{\"dst\":\"::/0\"}]" + DNS));

    @ParameterizedTest
    @EnumSource
    void rendersExactlyTheVersionAskedFor(CniVersion version) {
        assertThat(ResultRenderer.render(version, WHOLE)).isEqualTo(GOLDEN.get(version));
        assertThat(CniReply.result(version, WHOLE)).isEqualTo(new CniReply(0, GOLDEN.get(version) + "\n"));
    }

    @ParameterizedTest
    @EnumSource
    void readsBackEveryVersion(CniVersion version) {
        CniResult read = valid(ResultReader.read(ResultRenderer.render(version, WHOLE)));
        assertThat(ResultRenderer.render(version, read)).isEqualTo(GOLDEN.get(version));
        if (version == CniVersion.NEWEST) {
            assertThat(read).isEqualTo(WHOLE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void rendersALayer2ResultWithoutEmptyKeys(CniVersion version) {
        CniResult bare = CniResult.of(WHOLE.interfaces().getFirst(), CniResult.EMPTY, Dns.NONE);
        assertThat(ResultRenderer.render(version, bare)).doesNotContain("ips", "ip4", "routes", "dns");
    }

    @Test
    void appendsToThePreviousResultAndShiftsTheIndexes() {
        CniResult both = WHOLE.after(WHOLE);
        assertThat(both.interfaces()).hasSize(2);
        assertThat(both.ips()).extracting(ip -> ip.interfaceIndex().orElse(-1)).containsExactly(0, 0, 0, 1, 1, 1);
        assertThat(both.dns()).isEqualTo(WHOLE.dns());
        assertThat(ALLOCATED.after(WHOLE).ips().getLast().interfaceIndex()).isEmpty();
        assertThat(ALLOCATED.after(WHOLE).dns()).isEqualTo(WHOLE.dns());
    }

    @Test
    void refusesAnAddressOnAnInterfaceThatIsNotThere() {
        List<ResultIp> ips = List.of(ALLOCATED.ips().getFirst().onInterface(1));
        assertThatThrownBy(() -> new CniResult(WHOLE.interfaces(), ips, List.of(), Dns.NONE))
                .hasMessageContaining("on interface 1, of which there are 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"ips\":7}",
                "{\"ips\":[7]}",
                "{\"ips\":[{}]}",
                "{\"ips\":[{\"address\":\"10.0.0.1\"}]}",
                "{\"ips\":[{\"address\":\"host.example/8\"}]}",
                "{\"routes\":[{}]}",
                "{\"ip4\":{\"ip\":\"x\"}}",
                "{\"ips\":[{\"address\":\"10.0.0.1/8\",\"gateway\":\"router\"}]}",
                "{\"routes\":[{\"dst\":\"10/8\"}]}"
            })
    void refusesAResultThatIsWrong(String text) {
        CniError error = refused(ResultReader.read(text));
        assertThat(error.code()).isEqualTo(6);
        assertThat(error.msg()).startsWith("the plugin's result ");
    }

    @ParameterizedTest
    @CsvSource({
        "::/0, ::/0",
        "::1/128, ::1/128",
        "2001:db8:0:0:1:0:0:1/64, 2001:db8::1:0:0:1/64",
        "2001:DB8:0:1:1:1:1:1/64, 2001:db8:0:1:1:1:1:1/64",
        "fe80::/10, fe80::/10",
        "0:0:1::/48, 0:0:1::/48",
        "1:0:0:0:0:0:0:0/16, 1::/16",
        "10.0.0.1/32, 10.0.0.1/32"
    })
    void writesAddressesInTheirShortestForm(String given, String shortest) {
        assertThat(IpPrefix.parse(given)).hasToString(shortest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.1", "10.0.0.1/33", "::/129", "10.1/8", "a/8", "fe80::1%1/64", "10.0.0.256/8", "/8", "::/"
            })
    void refusesWhatIsNoAddressWithPrefix(String text) {
        assertThatThrownBy(() -> IpPrefix.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writesAnErrorWithEscapesAndOptionalDetails() {
        CniError error = CniError.of(CniErrorCode.TRY_AGAIN_LATER, "say \"no\"\n", "why");
        assertThat(error.toJson(CniVersion.V0_4_0))
                .isEqualTo("{\"cniVersion\":\"0.4.0\",\"code\":11,\"msg\":\"say \\\"no\\\"\\n\",\"details\":\"why\"}");
        assertThat(CniReply.error(CniVersion.V1_0_0, CniError.of(CniErrorCode.IO_FAILURE, "x")))
                .isEqualTo(new CniReply(1, "{\"cniVersion\":\"1.0.0\",\"code\":5,\"msg\":\"x\"}\n"));
        assertThat(CniReply.DONE.succeeded()).isTrue();
    }

    @Test
    void refusesValuesOutsideTheirRange() {
        assertThatThrownBy(() -> new CniError(0, "x", "")).hasMessageContaining("0 is outside");
        assertThatThrownBy(() -> new CniError(7, " ", "")).hasMessageContaining("needs a message");
        assertThatThrownBy(() -> new CniReply(256, "")).hasMessageContaining("0 to 255");
        assertThatThrownBy(() -> new VlanSettings(4095, 0, VlanProtocol.DOT1Q)).hasMessageContaining("0 to 4094");
        assertThatThrownBy(() -> new VlanSettings(1, 8, VlanProtocol.DOT1Q)).hasMessageContaining("0 to 7");
        assertThatThrownBy(() -> new TxRates(OptionalInt.of(-1), OptionalInt.empty()))
                .hasMessageContaining("0 to 10000000 Mbit/s");
        assertThatThrownBy(() -> new VfSettings(
                        Optional.empty(),
                        Optional.empty(),
                        TxRates.UNTOUCHED,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.of(1),
                        ReceiveModes.UNTOUCHED,
                        List.of()))
                .hasMessageContaining("68 to 65535 bytes");
        assertThat(VlanProtocol.DOT1AD.etherType()).isEqualTo(0x88a8);
    }
}
