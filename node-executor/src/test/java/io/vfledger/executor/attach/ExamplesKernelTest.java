package io.vfledger.executor.attach;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.avro.AddRequested;
import io.vfledger.avro.AssignVf;
import io.vfledger.avro.VerifyVf;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfReleased;
import io.vfledger.avro.VfVerified;
import io.vfledger.cni.protocol.Checked;
import io.vfledger.cni.protocol.CniReply;
import io.vfledger.cni.protocol.CniRequest;
import io.vfledger.cni.protocol.ConfigurationReader;
import io.vfledger.cni.protocol.EnvironmentReader;
import io.vfledger.cni.protocol.IpPrefix;
import io.vfledger.cni.protocol.NetworkConfiguration;
import io.vfledger.cni.protocol.ResultRoute;
import io.vfledger.cni.server.CniCall;
import io.vfledger.cni.server.NetworkNamespace;
import io.vfledger.executor.discovery.Discovery;
import io.vfledger.executor.discovery.PciNames;
import io.vfledger.executor.kernel.Bench;
import io.vfledger.executor.kernel.NamedNamespace;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.netlink.jna.NamespaceHandle;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/cni.md on the emulated igb: what it takes, what it refuses, and CHECK of what somebody changed. */
class ExamplesKernelTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String NONE = "";

    @TempDir
    Path data;

    private final FakeNode addresses = new FakeNode(0);
    private Bench bench;
    private FakeAgent agent;
    private NamedNamespace pod;
    private NamespaceHandle inside;
    private NetworkNamespace namespace;
    private PciAddress vf;
    private String pf;
    private VfAttributes baseline;
    private long term = 1;

    @BeforeEach
    void start() throws Exception {
        bench = Bench.real();
        vf = requireNonNull(bench.kernel().sysfs().vfs(bench.pf()).get(new VfIndex(0)));
        pf = bench.kernel().sysfs().netdev(bench.pf()).orElseThrow().value();
        DriverProfiles profiles = DriverProfiles.builtIn();
        KernelNics nics =
                new KernelNics(bench.kernel(), new Discovery(bench.kernel(), PciNames.none(), profiles), profiles);
        pod = new NamedNamespace();
        inside = pod.handle();
        namespace = new NetworkNamespace(
                inside.descriptor(),
                inside.identity().device(),
                inside.identity().inode());
        agent = new FakeAgent(data, nics, addresses).start().knowingTheLog();
        agent.carryOut(VerifyVf.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(vf.value())
                .setEpoch(term)
                .setVersion(term)
                .build());
        baseline = agent.await(VfVerified.class, VfVerified::getClean).getAttributes();
    }

    @AfterEach
    void stop() {
        agent.close();
        inside.close();
        pod.close();
        bench.close();
    }

    @Test
    void givesAddressesAndTheRoutesOfTheIpamPlugin() throws Exception {
        addresses.routes = List.of(new ResultRoute(
                IpPrefix.parse("10.57.0.0/16"),
                Optional.of(IpPrefix.address("10.0.0.1")),
                OptionalInt.of(1300),
                OptionalInt.empty(),
                OptionalInt.of(77),
                OptionalInt.empty(),
                OptionalInt.empty()));
        JsonNode result = added(example("basic"), NONE);
        assertThat(result.path("cniVersion").asText()).isEqualTo("0.3.1");
        assertThat(pod.exec("ip", "address", "show", "dev", "net1")).contains("10.0.0.2/24", "UP");
        assertThat(pod.exec("ip", "route")).contains("10.57.0.0/16 via 10.0.0.1 dev net1", "metric 77", "mtu 1300");
        assertThat(checkedIn("1.0.0", "basic", result)).isEmpty();
        pod.exec("ip", "route", "delete", "10.57.0.0/16");
        assertThat(checkedIn("1.0.0", "basic", result)).contains("\"code\":105", "route 10.57.0.0/16", "found nothing");
        deleted(example("basic"));
        assertThat(addresses.addresses).isEmpty();
    }

    @Test
    void takesTheAddressOfTheArgumentsBeforeTheConfigurationsAndTheRuntimesBeforeBoth() throws Exception {
        added(example("mac"), "MAC=02:00:00:00:00:03");
        assertThat(pod.exec("ip", "link", "show", "dev", "net1")).contains("02:00:00:00:00:02");
        deleted(example("mac"));
        ObjectNode alone = (ObjectNode) JSON.readTree(example("mac"));
        alone.remove("runtimeConfig");
        added(alone.toString(), "IgnoreUnknown=1;MAC=02:00:00:00:00:03");
        assertThat(pod.exec("ip", "link", "show", "dev", "net1")).contains("02:00:00:00:00:03");
        deleted(alone.toString());
    }

    @Test
    void doesWhatSriovCniDoesNotAndSaysWhatSomebodyChangedSince() throws Exception {
        JsonNode result = added(example("beyond"), NONE);
        assertThat(pod.exec("ip", "-d", "link", "show", "dev", "net1")).contains("mtu 1400", "PROMISC", "ALLMULTI");
        assertThat(result.path("interfaces").path(0).path("pciID").asText()).isEqualTo(vf.value());
        assertThat(checked(example("beyond"), result)).isEmpty();
        host("ip", "link", "set", pf, "vf", "0", "spoofchk", "off");
        host("ip", "link", "set", pf, "vf", "0", "vlan", "7");
        assertThat(checked(example("beyond"), result))
                .contains("\"code\":105", "vlan: expected 0, found 7", "spoofchk: expected true, found false");
        host("ip", "link", "set", pf, "vf", "0", "vlan", "0");
        host("ip", "link", "set", pf, "vf", "0", "spoofchk", "on");
        pod.exec("ip", "link", "set", "net1", "mtu", "1300", "promisc", "off");
        assertThat(checked(example("beyond"), result))
                .as("what its owner may change")
                .isEmpty();
        deleted(example("beyond"));
    }

    @Test
    void refusesTheAdvancedOneAsIgbDoesAndTakesWhatIgbTakes() throws Exception {
        CniReply refused = add(example("advanced"), NONE);
        assertThat(refused.succeeded()).isFalse();
        assertThat(refused.stdout()).contains("\"code\":103", "EPROTONOSUPPORT");
        assertThat(pod.exec("ip", "-o", "link")).doesNotContain("net1");

        ObjectNode taken = (ObjectNode) JSON.readTree(example("advanced"));
        taken.remove(List.of("vlanProto", "min_tx_rate", "link_state"));
        added(taken.toString(), NONE);
        assertThat(host("ip", "link", "show", pf))
                .contains("vlan 1000, qos 4", "max_tx_rate 200Mbps", "spoof checking off", "trust on");
        deleted(taken.toString());
    }

    private JsonNode added(String config, String args) throws Exception {
        CniReply reply = add(config, args);
        assertThat(reply.succeeded()).as(reply.stdout()).isTrue();
        return JSON.readTree(reply.stdout());
    }

    private CniReply add(String config, String args) throws Exception {
        agent.sent.clear();
        term++;
        CompletableFuture<CniReply> reply = CompletableFuture.supplyAsync(() -> call("ADD", config, args));
        AddRequested request = agent.await(AddRequested.class, any -> true);
        agent.carryOut(AssignVf.newBuilder(agent.assign(request, vf, term, term))
                .setBaseline(baseline)
                .build());
        return reply.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private String checkedIn(String version, String example, JsonNode result) throws IOException {
        ObjectNode config = (ObjectNode) JSON.readTree(example(example));
        config.put("cniVersion", version);
        return checked(config.toString(), result);
    }

    private String checked(String config, JsonNode result) throws IOException {
        ObjectNode whole = (ObjectNode) JSON.readTree(config);
        ObjectNode previous = result.deepCopy();
        previous.set("cniVersion", whole.path("cniVersion"));
        whole.set("prevResult", previous);
        return call("CHECK", whole.toString(), NONE).stdout();
    }

    /** And as before, but for its own address where it was bound anew. */
    private void deleted(String config) {
        assertThat(call("DEL", config, NONE).succeeded()).isTrue();
        VfReleased released = agent.await(VfReleased.class, any -> true);
        assertThat(released.getDifferences()).isEmpty();
        if (released.getRebased()) {
            baseline = released.getAttributes();
        }
        assertThat(pod.exec("ip", "-o", "link")).doesNotContain("net1");
    }

    private CniReply call(String command, String config, String args) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "CNI_COMMAND", command,
                "CNI_CONTAINERID", "c1",
                "CNI_NETNS", pod.path().toString(),
                "CNI_IFNAME", "net1",
                "CNI_PATH", "/opt/cni/bin"));
        if (!args.isEmpty()) {
            environment.put("CNI_ARGS", args);
        }
        CniRequest request = valid(EnvironmentReader.read(environment));
        NetworkConfiguration configuration =
                valid(ConfigurationReader.read(request, ByteBuffer.wrap(config.getBytes(StandardCharsets.UTF_8))));
        return agent.executor
                .calls()
                .handle(new CniCall(request, configuration, Optional.of(namespace), term, PATIENCE, Optional.empty()));
    }

    private static <T> T valid(Checked<T> read) {
        return switch (read) {
            case Checked.Valid<T>(T value) -> value;
            case Checked.Refused<T>(var error) -> throw new AssertionError(error.toString());
        };
    }

    private static String host(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private String example(String name) throws IOException {
        return DocumentedExample.of(name, vf);
    }
}
