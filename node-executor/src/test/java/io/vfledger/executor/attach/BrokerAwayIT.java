package io.vfledger.executor.attach;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.VfReleased;
import io.vfledger.executor.journal.InMemory;
import io.vfledger.executor.stream.KafkaLinks;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.NodePartition;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.wire.RecordHeaders;
import io.vfledger.schemas.wire.SchemaIds;
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
import java.util.stream.Stream;
import kafka.server.BrokerServer;
import org.apache.avro.Schema;
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
 * A broker that goes away while 200 pods end, and comes back. How long it is away makes no difference: the producer's
 * delivery timeout is none, and nothing on the node waits for it.
 */
class BrokerAwayIT {
    private static final int PODS = 200;
    private static final int PARTITIONS = 4;
    private static final long KIB = 1024;

    @TempDir(factory = InMemory.class)
    Path data;

    private final FakeNode node = new FakeNode(PODS);
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
    void tellsEveryReleaseOnceAndInOrderWhenTheBrokerIsBack() throws Exception {
        BrokerServer broker =
                requireNonNull(requireNonNull(kafka.getCluster()).brokers().get(0));
        try (FakeAgent agent = FakeAgent.startWith(
                new KafkaLinks(connection, new NodeName(FakeAgent.NODE), new OneId()), data, node)) {
            agent.knowingTheLog();
            assertThat(agent.del("c0").succeeded()).isTrue();
            assertThat(agent.toldAll()).isTrue();

            broker.shutdown();
            for (int pod = 1; pod < PODS; pod++) {
                assertThat(agent.del("c" + pod).succeeded()).isTrue();
            }
            assertThat(node.inPod).isEmpty();
            assertThat(node.addresses).isEmpty();
            assertThat(agent.untold()).isEqualTo(PODS - 1);
            assertThat(Files.size(data.resolve("outbox.log"))).isLessThan(1024 * KIB);
            broker.startup();

            assertThat(agent.toldAll()).isTrue();
        }

        List<Long> told = released();
        assertThat(told).hasSize(PODS).doesNotHaveDuplicates().isSorted();
        assertThat(told.getLast() - told.getFirst())
                .as("none is missing between")
                .isEqualTo(PODS - 1L);
        assertThat(sizeOf(data)).isLessThan(5 * 1024 * KIB);
        try (FakeAgent after = new FakeAgent(data, node)) {
            assertThat(after.untold()).isZero();
            assertThat(after.journal.open()).isEmpty();
        }
    }

    /** The agent's numbers of the releases in the topic, in the topic's order. */
    private List<Long> released() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                connection.consumer("reader"), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition outcomes =
                    new TopicPartition(Topic.OUTCOMES.topicName(), NodePartition.of(FakeAgent.NODE, PARTITIONS));
            consumer.assign(List.of(outcomes));
            consumer.seekToBeginning(List.of(outcomes));
            long end = consumer.endOffsets(List.of(outcomes)).getOrDefault(outcomes, 0L);
            List<Long> found = new ArrayList<>();
            while (consumer.position(outcomes) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    RecordHeaders.Envelope envelope =
                            RecordHeaders.read(record.headers()).orElseThrow();
                    assertThat(envelope.type()).isEqualTo(VfReleased.class.getName());
                    found.add(Long.valueOf(envelope.id().substring(envelope.id().indexOf('/') + 1)));
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

    /** A registry is not asked: every schema has this id. */
    private static final class OneId implements SchemaIds {
        @Override
        public int idOf(Topic topic, Schema schema) {
            return 1;
        }

        @Override
        public Optional<Schema> schemaOf(int id) {
            return Optional.empty();
        }
    }
}
