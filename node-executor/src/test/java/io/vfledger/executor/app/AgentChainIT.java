package io.vfledger.executor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.AddRequested;
import io.vfledger.avro.CommandFailed;
import io.vfledger.avro.DeviceAllocated;
import io.vfledger.avro.FailureReason;
import io.vfledger.avro.VfAttached;
import io.vfledger.avro.VfReleased;
import io.vfledger.avro.VfVerified;
import io.vfledger.executor.kubelet.KubeletStandIn;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** The agent as a process, the CNI binary, a real broker, simulated NICs in real namespaces. */
class AgentChainIT {
    private static final int PARTITIONS = 4;

    private static final AtomicInteger NODES = new AtomicInteger();

    private static EmbeddedKafkaBroker kafka;
    private static HttpRegistry registry;

    @TempDir
    Path directory;

    private String node = "";
    private String namespace = "";
    private ConnectionSettings connection;
    private FakeAllocator allocator;
    private AgentProcess agent;

    @BeforeAll
    static void startKafka() throws IOException {
        kafka = new EmbeddedKafkaKraftBroker(1, PARTITIONS);
        kafka.afterPropertiesSet();
        kafka.addTopics(Arrays.stream(Topic.values()).map(Topic::topicName).toArray(String[]::new));
        registry = new HttpRegistry();
    }

    @AfterAll
    static void stopKafka() {
        registry.close();
        kafka.destroy();
    }

    @BeforeEach
    void start() throws Exception {
        // A node of its own for each test: topics cannot be emptied.
        node = "worker-" + NODES.incrementAndGet();
        namespace = "vfl-it-" + ProcessHandle.current().pid() + "-" + node;
        AgentProcess.run("ip", "netns", "add", namespace);
        connection = new ConnectionSettings(kafka.getBrokersAsString(), registry.url(), Map.of(), true);
        allocator = new FakeAllocator(connection, node, PARTITIONS);
        agent = AgentProcess.start(directory, namespace, node, connection);
    }

    @AfterEach
    void stop() throws Exception {
        agent.kill();
        allocator.close();
        for (int pod = 0; pod < 12; pod++) {
            agent.removePod("p" + pod);
        }
        AgentProcess.run("ip", "netns", "delete", namespace);
    }

    @Test
    void givesAVfToAPodAndTakesItBackClean() throws Exception {
        awaitFree(4);
        agent.addPod("p1");

        AgentProcess.CniEnd added = agent.cni("ADD", "p1", config(1));

        assertThat(added.stdout()).contains("\"cniVersion\":\"1.0.0\"").contains("02:00:00:00:01:01");
        assertThat(added.status()).isZero();
        assertThat(agent.inPod("p1", "link", "show", "net1"))
                .contains("02:00:00:00:01:01")
                .contains("UP");
        VfAttached attached = allocator.await(VfAttached.class, 1, any -> true).getFirst();
        assertThat(attached.getAttributes().getVlan()).isEqualTo(100);

        assertThat(agent.cni("DEL", "p1", config(1)).status()).isZero();

        VfReleased released = allocator.await(VfReleased.class, 1, any -> true).getFirst();
        assertThat(released.getClean())
                .as("differences %s", released.getDifferences())
                .isTrue();
        assertThat(agent.inPod("p1", "link", "show", "net1")).contains("does not exist");
        assertThat(agent.cni("DEL", "p1", config(1)).status()).as("said again").isZero();
        assertThat(allocator.unsigned()).isEmpty();
        assertThat(agent.stop()).isZero();
        // Records come by three topics: a higher number may be seen before a lower one.
        await(() -> allocator.sequences().values().stream()
                .allMatch(seqs -> seqs.stream()
                        .sorted()
                        .toList()
                        .equals(LongStream.rangeClosed(1, seqs.size()).boxed().toList())));
    }

    @Test
    void tellsWhatIsWrongAndChangesNothing() throws Exception {
        awaitFree(4);
        for (int pod = 1; pod <= 5; pod++) {
            agent.addPod("p" + pod);
        }
        for (int pod = 1; pod <= 4; pod++) {
            assertThat(agent.cni("ADD", "p" + pod, config(pod)).status()).isZero();
        }

        AgentProcess.CniEnd full = agent.cni("ADD", "p5", config(5));
        AgentProcess.CniEnd twice = agent.cni("ADD", "p1", config(1));
        allocator.sendPoison("0000:ff:1f.7");

        assertThat(full.status()).isNotZero();
        assertThat(full.stdout()).contains("\"code\":11").contains("no VF of pool default is free");
        assertThat(twice.stdout()).contains("\"code\":4").contains("attached already");
        CommandFailed poison = allocator
                .await(CommandFailed.class, 1, failed -> failed.getReason() == FailureReason.UNSUPPORTED)
                .getFirst();
        assertThat(poison.getMessage()).contains("commands-").contains("0x00");
        assertThat(agent.cni("DEL", "p2", config(2)).status()).isZero();
        allocator.await(VfReleased.class, 1, any -> true);
        assertThat(agent.cni("ADD", "p5", config(5)).status()).isZero();
    }

    @Test
    void settlesEverythingThoughItIsKilledAgainAndAgain() throws Exception {
        awaitFree(4);
        for (int pod = 0; pod < 6; pod++) {
            agent.addPod("p" + pod);
        }
        for (int pod = 0; pod < 6; pod++) {
            String name = "p" + pod;
            String config = config(pod);
            CompletableFuture<AgentProcess.CniEnd> add = inBackground("ADD", name, config);
            allocator.await(AddRequested.class, pod + 1, any -> true);
            await(momentOfDeath(pod, name, add));
            agent.kill();
            agent = AgentProcess.start(directory, namespace, node, connection);
            AgentProcess.CniEnd end = add.get();
            if (end.status() == 0) {
                assertThat(agent.inPod(name, "link", "show", "net1"))
                        .as("it was told yes")
                        .contains("net1");
            }
            assertThat(agent.cni("DEL", name, config).status()).isZero();
            // The new agent may not have listened yet: then the DEL was spooled, and it settles it when it starts.
            await(() -> agent.inPod(name, "link", "show", "net1").contains("does not exist"));
        }

        agent.addPod("p7");
        assertThat(agent.cni("ADD", "p7", config(7)).status()).isZero();
        assertThat(agent.cni("DEL", "p7", config(7)).status()).isZero();
        assertThat(agent.onHost("-o", "link", "show")
                        .lines()
                        .filter(line -> line.contains(": simpf0v"))
                        .count())
                .as("all VFs are on the host")
                .isEqualTo(4);
    }

    @Test
    void deletesWithoutAnAgentAndWithoutABrokerAnswering() throws Exception {
        awaitFree(4);
        agent.addPod("p1");
        assertThat(agent.cni("ADD", "p1", config(1)).status()).isZero();
        agent.kill();

        AgentProcess.CniEnd spooled = agent.cni("DEL", "p1", config(1));
        assertThat(spooled.status()).isZero();
        assertThat(directory.resolve("spool")).isNotEmptyDirectory();
        ConnectionSettings nowhere = new ConnectionSettings("127.0.0.1:1", registry.url(), Map.of(), true);
        AgentProcess alone = AgentProcess.start(directory, namespace, node, nowhere);
        await(() -> agent.inPod("p1", "link", "show", "net1").contains("does not exist"));
        AgentProcess.CniEnd refused = alone.cni("ADD", "p1", config(1));
        assertThat(refused.stdout()).contains("\"code\":11").contains("broker cannot be reached");
        alone.kill();

        agent = AgentProcess.start(directory, namespace, node, connection);
        assertThat(allocator.await(VfReleased.class, 1, any -> true)).hasSize(1);
    }

    @Test
    void offersItsVfsToKubeletAndTellsTheLedgerWhatKubeletGives() throws Exception {
        awaitFree(4);
        agent.kill();
        Path config = Files.writeString(directory.resolve("config.json"), """
                {"resourceList": [{"resourceName": "net", "selectors": {"pfNames": ["simpf0"]}}]}""");
        Path sockets = Files.createTempDirectory(Path.of("/tmp"), "vfl-kubelet");
        try (KubeletStandIn kubelet = new KubeletStandIn(sockets)) {
            agent = AgentProcess.start(
                    directory,
                    namespace,
                    node,
                    connection,
                    List.of(
                            "--device-plugin-config",
                            config.toString(),
                            "--kubelet-dir",
                            sockets.toString(),
                            "--device-info-dir",
                            directory.resolve("dp").toString()));
            await(() -> kubelet.devices("intel.com/net").size() == 4);
            String pci = kubelet.devices("intel.com/net").getFirst().split(" ", 2)[0];

            String variable = kubelet.allocate("intel.com/net", pci).get("PCIDEVICE_INTEL_COM_NET");

            assertThat(variable).isEqualTo(pci);
            DeviceAllocated told =
                    allocator.await(DeviceAllocated.class, 1, any -> true).getFirst();
            assertThat(told.getPool()).isEqualTo("net");
            assertThat(told.getPcis()).containsExactly(pci);
            assertThat(directory.resolve("dp/intel.com-net-" + pci + "-device.json"))
                    .content()
                    .contains("\"pci-address\":\"" + pci + "\"");
            agent.addPod("p1");
            assertThat(agent.cni("ADD", "p1", config(1)).status()).isZero();
            assertThat(kubelet.devices("intel.com/net"))
                    .as("where a VF is does not change how many there are")
                    .hasSize(4)
                    .allMatch(device -> device.endsWith(" Healthy"));
        } finally {
            Files.deleteIfExists(sockets.resolve("kubelet.sock"));
            Files.deleteIfExists(sockets.resolve("vfledger-intel.com_net.sock"));
            Files.deleteIfExists(sockets);
        }
    }

    /** Another moment for each pod: requested, assigned, in the pod, up in the pod, reported, answered. */
    private Condition momentOfDeath(int pod, String name, CompletableFuture<AgentProcess.CniEnd> add) {
        int attached = allocator.all(VfAttached.class, any -> true).size();
        Condition reached = switch (pod) {
            case 0 -> () -> true;
            case 1 -> () -> allocator.assigned() > pod;
            case 2 ->
                () -> agent.inPod(name, "link", "show", "net1").contains("net1:")
                        || agent.inPod(name, "link", "show", "net1").contains("net1@");
            case 3 -> () -> agent.inPod(name, "link", "show", "net1").contains("state UP");
            case 4 -> () -> allocator.all(VfAttached.class, any -> true).size() > attached;
            default -> add::isDone;
        };
        return () -> add.isDone() || reached.holds();
    }

    private void awaitFree(int count) {
        allocator.await(VfVerified.class, count, VfVerified::getClean);
    }

    private CompletableFuture<AgentProcess.CniEnd> inBackground(String command, String pod, String config) {
        AgentProcess through = agent;
        return CompletableFuture.supplyAsync(() -> {
            try {
                return through.cni(command, pod, config);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private static void await(Condition condition) throws IOException, InterruptedException {
        long until = System.nanoTime() + java.time.Duration.ofSeconds(60).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
            Thread.sleep(50);
        }
    }

    private static String config(int pod) {
        return "{\"cniVersion\":\"1.0.0\",\"name\":\"blue\",\"type\":\"vfledger-cni\",\"vlan\":100,"
                + String.format("\"mac\":\"02:00:00:00:01:%02x\"}", pod);
    }
}
