package io.vfledger.executor.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.avro.LinkStatePolicy;
import io.vfledger.avro.VfAttached;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfReleased;
import io.vfledger.avro.VfVerified;
import io.vfledger.avro.VlanProtocol;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** Every example of docs/cni.md, through the CNI binary installed as {@code sriov}, on simulated NICs: ADD, CHECK, DEL. */
class ConfigurationsIT {
    private static final Path DOCUMENT = Path.of("..", "docs", "cni.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("<!-- example: (\\w+) -->\\n```json\\n(.*?)```", Pattern.DOTALL);
    private static final String NAMESPACE = "vfl-cf-" + ProcessHandle.current().pid();
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path directory;

    private static EmbeddedKafkaBroker kafka;
    private static HttpRegistry registry;
    private static FakeAllocator allocator;
    private static AgentProcess agent;

    @BeforeAll
    static void start() throws Exception {
        kafka = new EmbeddedKafkaKraftBroker(1, 2);
        kafka.afterPropertiesSet();
        kafka.addTopics(Arrays.stream(Topic.values()).map(Topic::topicName).toArray(String[]::new));
        registry = new HttpRegistry();
        AgentProcess.run("ip", "netns", "add", NAMESPACE);
        ConnectionSettings connection =
                new ConnectionSettings(kafka.getBrokersAsString(), registry.url(), Map.of(), true);
        allocator = new FakeAllocator(connection, "worker-cf", 2);
        agent = AgentProcess.start(directory, NAMESPACE, "worker-cf", connection);
        agent.installAs("sriov");
        allocator.await(VfVerified.class, 4, VfVerified::getClean);
    }

    @AfterAll
    static void stop() throws Exception {
        agent.kill();
        allocator.close();
        for (String example :
                new String[] {"basic", "advanced", "max_rate", "min_rate", "mac", "layer2", "static", "beyond"}) {
            agent.removePod(example);
        }
        AgentProcess.run("ip", "netns", "delete", NAMESPACE);
        registry.close();
        kafka.destroy();
    }

    @Test
    void everyExampleOfTheDocumentDoesWhatItSays() throws Exception {
        basic(run("basic"));
        advanced(run("advanced"));
        assertThat(run("max_rate").attributes().getTxRateMaxMbps()).isEqualTo(200);
        Run least = run("min_rate");
        assertThat(least.attributes().getTxRateMinMbps()).isEqualTo(100);
        assertThat(least.attributes().getTxRateMaxMbps()).as("kept").isZero();
        assertThat(run("mac").inPod()).contains("02:00:00:00:00:02");
        Run layer2 = run("layer2");
        assertThat(layer2.result().has("ips")).isFalse();
        assertThat(layer2.result().path("interfaces").path(0).path("pciID").asText())
                .startsWith("ffff:00:");
        assertThat(layer2.result().path("interfaces").path(0).path("mtu").asInt())
                .isEqualTo(1500);
        Run addressed = run("static");
        assertThat(addressed.inPod())
                .contains("192.0.2.10/24", "2001:db8::10/64")
                .doesNotContain("tentative");
        beyond(run("beyond"));
    }

    private static void basic(Run run) {
        assertThat(run.result().path("cniVersion").asText()).isEqualTo("0.3.1");
        assertThat(run.result().path("interfaces").path(0).path("name").asText())
                .isEqualTo("net1");
        assertThat(run.result().path("interfaces").path(0).has("pciID"))
                .as("the version has none")
                .isFalse();
        assertThat(run.result().path("ips").path(0).path("version").asText()).isEqualTo("4");
        assertThat(run.result().path("ips").path(0).path("gateway").asText()).isEqualTo("10.56.217.1");
        assertThat(run.inPod()).contains("10.56.217.", "UP");
        assertThat(run.routes()).contains("10.57.0.0/16 via 10.56.217.1 dev net1");
    }

    private static void advanced(Run run) {
        VfAttributes now = run.attributes();
        assertThat(now.getVlan()).isEqualTo(1000);
        assertThat(now.getVlanQos()).isEqualTo(4);
        assertThat(now.getVlanProtocol()).isEqualTo(VlanProtocol.S_TAG);
        assertThat(now.getTxRateMinMbps()).isEqualTo(100);
        assertThat(now.getTxRateMaxMbps()).isEqualTo(200);
        assertThat(now.getSpoofchk()).isFalse();
        assertThat(now.getTrust()).isTrue();
        assertThat(now.getLinkState()).isEqualTo(LinkStatePolicy.ENABLE);
    }

    private static void beyond(Run run) {
        assertThat(run.inPod()).contains("mtu 1400", "PROMISC", "ALLMULTI");
        assertThat(run.sysctls()).isEqualTo("2\n0\n");
    }

    /** What an example came to, in the moment before its DEL. */
    private record Run(ObjectNode result, String inPod, String routes, String sysctls, VfAttributes attributes) {}

    private static Run run(String example) throws Exception {
        String config = example(example);
        agent.addPod(example);
        AgentProcess.CniEnd added = agent.cni("ADD", example, config);
        assertThat(added.status()).as(added.stdout()).isZero();
        ObjectNode result = (ObjectNode) JSON.readTree(added.stdout());
        VfAttached attached = allocator
                .await(
                        VfAttached.class,
                        1,
                        any -> any.getAttachment().getContainerId().equals(example))
                .getFirst();
        Run run = new Run(
                result,
                agent.inPod(example, "address", "show", "net1"),
                agent.inPod(example, "route"),
                AgentProcess.run(
                        "ip",
                        "netns",
                        "exec",
                        NAMESPACE + "-" + example,
                        "cat",
                        "/proc/sys/net/ipv4/conf/net1/arp_ignore",
                        "/proc/sys/net/ipv6/conf/net1/accept_ra"),
                attached.getAttributes());
        ObjectNode again = (ObjectNode) JSON.readTree(config);
        again.set("prevResult", result);
        if (!again.path("cniVersion").asText().startsWith("0.3")) {
            AgentProcess.CniEnd checked = agent.cni("CHECK", example, again.toString());
            assertThat(checked.status()).as(checked.stdout()).isZero();
        }
        assertThat(agent.cni("DEL", example, config).status()).isZero();
        VfReleased released = allocator
                .await(
                        VfReleased.class,
                        1,
                        any -> any.getAttachment() != null
                                && any.getAttachment().getContainerId().equals(example))
                .getFirst();
        assertThat(released.getDifferences()).isEmpty();
        return run;
    }

    /** The VF's address and the plugin's directory are this machine's; everything else is as documented. */
    private static String example(String name) throws IOException {
        Matcher examples = EXAMPLE.matcher(Files.readString(DOCUMENT));
        while (examples.find()) {
            if (examples.group(1).equals(name)) {
                return examples.group(2)
                        .replace("0000:03:02.0", "ffff:00:10.0")
                        .replace(
                                "\"type\": \"host-local\"",
                                "\"type\": \"host-local\", \"dataDir\": \"" + directory.resolve("ipam") + "\"");
            }
        }
        throw new IllegalArgumentException("docs/cni.md has no example " + name);
    }
}
