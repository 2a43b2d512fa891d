package io.vfledger.executor.attach;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.Demand;
import io.vfledger.avro.HoldVf;
import io.vfledger.avro.PodIdentity;
import io.vfledger.avro.VfAttributes;
import io.vfledger.cni.protocol.CniCommand;
import io.vfledger.cni.server.CniCall;
import io.vfledger.executor.journal.InMemory;
import io.vfledger.executor.stream.KafkaLinks;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.NodePartition;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.wire.RecordHeaders;
import io.vfledger.vf.NodeName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import kafka.server.BrokerServer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/**
 * A broker that goes away while 200 pods end and 20 come whose VFs are held, and comes back. How long it is away makes no difference: the producer's
 * delivery timeout is none, and nothing on the node waits for it.
 */
class BrokerAwayIT {
    private static final int PODS = 200;
    private static final int HELD = 20;
    private static final int PARTITIONS = 4;
    private static final long KIB = 1024;

    @TempDir(factory = InMemory.class)
    Path data;

    private final FakeNode node = new FakeNode(PODS + HELD);
    private EmbeddedKafkaKraftBroker kafka;
    private ConnectionSettings connection;

    @BeforeEach
    void start() throws Exception {
        kafka = new EmbeddedKafkaKraftBroker(1, PARTITIONS);
        // The same before and after.
        kafka.kafkaPorts(freePort());
        kafka.afterPropertiesSet();
        kafka.addTopics(Topic.OUTCOMES.topicName(), Topic.CNI_REQUESTS.topicName());
        connection = new ConnectionSettings(kafka.getBrokersAsString(), "http://127.0.0.1:9", Map.of(), true);
        try (FakeAgent before = new FakeAgent(data, node).start().knowingTheLog()) {
            for (int pod = 0; pod < PODS; pod++) {
                assertThat(before.attach("c" + pod, FakeNode.vf(pod), 1, 1).succeeded())
                        .isTrue();
            }
        }
    }

    @AfterEach
    void stop() {
        kafka.destroy();
    }

    @Test
    void servesWhatItCanAndTellsAllOfItOnceAndInOrderWhenTheBrokerIsBack() throws Exception {
        BrokerServer broker =
                requireNonNull(requireNonNull(kafka.getCluster()).brokers().get(0));
        try (FakeAgent agent = FakeAgent.startWith(
                new KafkaLinks(connection, new NodeName(FakeAgent.NODE), new FakeAgent.NoIds()), data, node)) {
            agent.knowingTheLog();
            assertThat(agent.del("c0").succeeded()).isTrue();
            for (int pod = 0; pod < HELD; pod++) {
                agent.carryOut(hold(pod));
            }
            assertThat(agent.toldAll()).isTrue();

            broker.shutdown();
            agent.brokerTrouble = Optional.of("it was shut down");
            for (int pod = 1; pod < PODS; pod++) {
                assertThat(agent.del("c" + pod).succeeded()).isTrue();
                if (pod <= HELD) {
                    assertThat(agent.executor.calls().handle(addOfHeld(pod - 1)).succeeded())
                            .isTrue();
                }
            }
            assertThat(agent.add("cold").get(20, TimeUnit.SECONDS).stdout())
                    .contains("\"code\":11", "the Kafka broker cannot be reached: it was shut down");
            assertThat(node.inPod).hasSize(HELD);
            assertThat(node.addresses).hasSize(HELD);
            assertThat(agent.untold()).isEqualTo(PODS - 1 + HELD);
            assertThat(Files.size(data.resolve("outbox.log"))).isLessThan(1024 * KIB);
            broker.startup();

            assertThat(agent.toldAll()).isTrue();
        }

        List<Told> told = told();
        assertThat(told).hasSize(PODS + 2 * HELD);
        assertThat(told.stream().filter(one -> one.type().equals("VfReleased"))).hasSize(PODS);
        assertThat(told.stream().filter(one -> one.type().equals("VfAttached"))).hasSize(HELD);
        long first = told.getFirst().seq();
        assertThat(told.stream().map(Told::seq))
                .as("the agent's order, and none is missing between")
                .containsExactlyElementsOf(
                        LongStream.range(first, first + told.size()).boxed().toList());
        assertThat(sizeOf(data)).isLessThan(5 * 1024 * KIB);
        try (FakeAgent after = new FakeAgent(data, node)) {
            assertThat(after.untold()).isZero();
            assertThat(after.journal.open()).isEmpty();
        }
    }

    private static HoldVf hold(int pod) {
        return HoldVf.newBuilder()
                .setNode(FakeAgent.NODE)
                .setCommandId(FakeAgent.NODE + "/1/" + pod)
                .setPci(FakeNode.vf(PODS + pod).value())
                .setEpoch(1)
                .setVersion(1)
                .setDemand(Demand.newBuilder()
                        .setOwner("uid-" + pod)
                        .setNetwork("blue")
                        .setSlot("0")
                        .build())
                .setPod(PodIdentity.newBuilder()
                        .setNamespace("prod")
                        .setName("held-" + pod)
                        .setUid("uid-" + pod)
                        .build())
                .setPool("default")
                .setBaseline(VfAttributes.newBuilder().setMtu(1500).build())
                .setDeadlineMs(System.currentTimeMillis() + 600_000)
                .build();
    }

    private static CniCall addOfHeld(int pod) {
        return FakeAgent.callOf("held-" + pod, Optional.of("uid-" + pod), CniCommand.ADD, "held-" + pod);
    }

    /** An outcome in the topic: the simple name of its type, and the agent's number. */
    private record Told(String type, long seq) {}

    /** The outcomes in the topic's order. */
    private List<Told> told() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                connection.consumer("reader"), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition outcomes =
                    new TopicPartition(Topic.OUTCOMES.topicName(), NodePartition.of(FakeAgent.NODE, PARTITIONS));
            consumer.assign(List.of(outcomes));
            consumer.seekToBeginning(List.of(outcomes));
            long end = consumer.endOffsets(List.of(outcomes)).getOrDefault(outcomes, 0L);
            List<Told> found = new ArrayList<>();
            while (consumer.position(outcomes) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    RecordHeaders.Envelope envelope =
                            RecordHeaders.read(record.headers()).orElseThrow();
                    String seq = envelope.id().substring(envelope.id().indexOf('/') + 1);
                    String type = envelope.type().substring(envelope.type().lastIndexOf('.') + 1);
                    found.add(new Told(type, Long.parseLong(seq)));
                }
            }
            return found;
        }
    }

    private static long sizeOf(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
