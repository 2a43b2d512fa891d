package io.vfledger.executor.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.LinkStatePolicy;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfSettings;
import io.vfledger.cni.protocol.CniCommand;
import io.vfledger.cni.protocol.CniReply;
import io.vfledger.cni.protocol.CniResult;
import io.vfledger.cni.protocol.IpPrefix;
import io.vfledger.cni.protocol.ResultInterface;
import io.vfledger.cni.protocol.ResultRoute;
import io.vfledger.executor.plan.IpText;
import io.vfledger.executor.plan.PodRoute;
import io.vfledger.netlink.route.RouteOptions;
import io.vfledger.vf.PciAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CheckRulesTest {
    private static final PciAddress VF = new PciAddress("0000:01:10.0");
    private static final String MAC = "02:00:00:00:00:0a";

    private static final ResultRoute ROUTE = new ResultRoute(
            IpPrefix.parse("10.98.0.0/16"),
            Optional.of(IpPrefix.address("10.0.0.1")),
            OptionalInt.of(1300),
            OptionalInt.empty(),
            OptionalInt.of(77),
            OptionalInt.empty(),
            OptionalInt.empty());

    @TempDir
    Path data;

    private final FakeNode node = new FakeNode(2);
    private FakeAgent agent;

    @BeforeEach
    void attach() throws Exception {
        agent = new FakeAgent(data, node).start().knowingTheLog();
        node.routes = List.of(ROUTE);
        node.kernel = VfAttributes.newBuilder()
                .setAdminMac(MAC)
                .setMac(MAC)
                .setVlan(100)
                .setVlanQos(0)
                .setTxRateMaxMbps(500)
                .setTxRateMinMbps(0)
                .setSpoofchk(true)
                .setTrust(false)
                .setLinkState(LinkStatePolicy.AUTO)
                .setMtu(1500)
                .setUp(true)
                .build();
        VfSettings asked = VfSettings.newBuilder()
                .setMac(MAC)
                .setVlan(100)
                .setTxRateMaxMbps(500)
                .build();
        assertThat(agent.attach(FakeAgent.call(CniCommand.ADD, "c1"), VF, 1, asked)
                        .succeeded())
                .isTrue();
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void isContentWithWhatItGave() {
        assertThat(check(result(MAC, VF.value())).stdout()).isEmpty();
        assertThat(check(result(MAC, VF.value())).succeeded()).isTrue();
    }

    static Stream<Arguments> tampering() {
        return Stream.of(
                change("vlan: expected 100, found 7", now -> now.setVlan(7)),
                change("vlan_qos: expected 0, found 3", now -> now.setVlanQos(3)),
                change("max_tx_rate_mbps: expected 500, found 0", now -> now.setTxRateMaxMbps(0)),
                change("spoofchk: expected true, found false", now -> now.setSpoofchk(false)),
                change("trust: expected false, found true", now -> now.setTrust(true)),
                change("link_state: expected AUTO, found DISABLE", now -> now.setLinkState(LinkStatePolicy.DISABLE)),
                change(
                        "admin_mac: expected " + MAC + ", found 02:00:00:00:00:0b",
                        now -> now.setAdminMac("02:00:00:00:00:0b")),
                change(
                        "own_mac: expected " + MAC + ", found 02:00:00:00:00:0b",
                        now -> now.setMac("02:00:00:00:00:0b")));
    }

    private static Arguments change(String message, Consumer<VfAttributes.Builder> tampering) {
        return Arguments.of(message, tampering);
    }

    @ParameterizedTest
    @MethodSource("tampering")
    void namesWhatDiffers(String message, Consumer<VfAttributes.Builder> tampering) {
        tamper(tampering);

        CniReply reply = check(result(MAC, VF.value()));

        assertThat(reply.stdout()).contains("\"code\":105").contains(message);
    }

    @Test
    void excusesWhatTheOwnerMayChange() {
        tamper(now -> now.setMtu(9000).setUp(false).setTxQueueLen(7));

        assertThat(check(result(MAC, VF.value())).stdout()).isEmpty();
    }

    @Test
    void excusesTheOwnAddressOfATrustedVf() throws Exception {
        agent.del("c1");
        agent.sent.clear();
        node.kernel = VfAttributes.newBuilder(node.kernel).setTrust(true).build();
        agent.attach(
                FakeAgent.call(CniCommand.ADD, "c1"),
                VF,
                9,
                VfSettings.newBuilder().setMac(MAC).setTrust(true).build());
        tamper(now -> now.setMac("02:00:00:00:00:0b"));

        assertThat(check(result(MAC, VF.value())).stdout()).isEmpty();
    }

    @Test
    void missesAnInterfaceThatIsNotInThePod() {
        node.inPod.remove(VF);
        assertThat(check(result(MAC, VF.value())).stdout())
                .contains("interface: expected net-c1 in the pod, found not in the pod's namespace");
        node.inPod.put(VF, "eth7");
        assertThat(check(result(MAC, VF.value())).stdout()).contains("found eth7");
        node.vfs.remove(VF);
        assertThat(check(result(MAC, VF.value())).stdout()).contains("there is no VF " + VF);
    }

    @Test
    void comparesTheResultOfTheAdd() {
        assertThat(check(result(MAC, "0000:01:10.1")).stdout())
                .contains("prevResult.pciID: expected 0000:01:10.0, found 0000:01:10.1");
        assertThat(check(result("02:00:00:00:00:0c", VF.value())).stdout()).contains("prevResult.mac");
        assertThat(check(CniResult.EMPTY).stdout()).contains("\"code\":7").contains("prevResult is missing");
    }

    @Test
    void missesARouteThatItSet() {
        CniResult whole =
                new CniResult(result(MAC, VF.value()).interfaces(), List.of(), List.of(ROUTE), CniResult.EMPTY.dns());
        assertThat(check(whole).stdout())
                .contains("route 10.98.0.0/16: expected via 10.0.0.1 priority 77 mtu 1300, found nothing");
        node.found = List.of(found(1500));
        assertThat(check(whole).stdout()).contains("found via 10.0.0.1 priority 77 mtu 1500");
        node.found = List.of(found(1300));
        assertThat(check(whole).stdout()).isEmpty();
        node.found = List.of();
        assertThat(check(result(MAC, VF.value())).stdout())
                .as("one that a later plugin of the chain took away")
                .isEmpty();
    }

    private static PodRoute found(int mtu) {
        return new PodRoute(
                IpText.prefix("10.98.0.0/16"),
                Optional.of(IpText.address("10.0.0.1")),
                new RouteOptions(
                        RouteOptions.MAIN,
                        OptionalInt.of(77),
                        OptionalInt.empty(),
                        OptionalInt.of(mtu),
                        OptionalInt.empty()));
    }

    @Test
    void knowsNoOtherContainer() {
        CniReply reply = agent.executor
                .calls()
                .handle(FakeAgent.call(CniCommand.CHECK, "c2", result(MAC, VF.value()), List.of(), FakeAgent.CONFIG));
        assertThat(reply.stdout()).contains("\"code\":3");
    }

    @Test
    void asksTheIpamPluginToo() {
        node.ipamFails = true;
        assertThat(check(result(MAC, VF.value())).stdout()).contains("the lease is gone");
    }

    private void tamper(Consumer<VfAttributes.Builder> tampering) {
        VfAttributes.Builder now = VfAttributes.newBuilder(node.kernel);
        tampering.accept(now);
        node.kernel = now.build();
    }

    private CniReply check(CniResult previous) {
        return agent.executor
                .calls()
                .handle(FakeAgent.call(CniCommand.CHECK, "c1", previous, List.of(), FakeAgent.CONFIG));
    }

    private static CniResult result(String mac, String pci) {
        ResultInterface made = new ResultInterface(
                "net-c1",
                Optional.of(mac),
                OptionalInt.empty(),
                Optional.of("/run/netns/c1"),
                Optional.empty(),
                Optional.of(pci));
        return CniResult.of(made, CniResult.EMPTY, CniResult.EMPTY.dns());
    }
}
