package io.vfledger.allocator.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.AddRequested;
import io.vfledger.avro.AssignVf;
import io.vfledger.avro.DeadLetter;
import io.vfledger.avro.DeadLetterReason;
import io.vfledger.schemas.NodePartition;
import io.vfledger.schemas.RecordKey;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.wire.AvroWriter;
import io.vfledger.schemas.wire.RecordHeaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The allocator as a process, on a real broker, under what may happen to it. Broker and allocator serve all tests, each
 * with nodes of its own: what an earlier test did to the allocator must not matter to a later one.
 */
class ExactlyOnceIT {
    private static Platform platform;
    private static LedgerAudit audit;
    private static AllocatorProcess allocator;
    private static int nodes;

    @BeforeAll
    static void start() throws Exception {
        platform = new Platform();
        audit = new LedgerAudit(platform);
        allocator = platform.allocator("one");
    }

    @BeforeEach
    void serve() {
        allocator.awaitUp();
    }

    @AfterAll
    static void stop() {
        allocator.close();
        platform.close();
    }

    @Test
    void answersARequestWithACommandThatCarriesItsTrace() throws Exception {
        try (SimulatedNode node = node(2).join()) {
            String request = node.add(1);
            Await.until("the request is settled", () -> node.settled(request));

            AssignVf given = node.assigned(request).orElseThrow();
            ConsumerRecord<byte[], byte[]> record = audit.records(Topic.COMMANDS).stream()
                    .filter(read -> read.body().equals(given))
                    .findFirst()
                    .orElseThrow()
                    .record();
            assertThat(record.key()).asString(UTF_8).isEqualTo(RecordKey.of(node.name(), given.getPci()));
            assertThat(record.partition()).isEqualTo(NodePartition.of(node.name(), TestBroker.PARTITIONS));
            RecordHeaders.Envelope envelope =
                    RecordHeaders.read(record.headers()).orElseThrow();
            assertThat(envelope.id()).isEqualTo(given.getCommandId());
            assertThat(envelope.type()).isEqualTo(AssignVf.class.getName());
            assertThat(envelope.traceParent()).contains(SimulatedNode.TRACE);
            assertThat(allocator.isAlive()).isTrue();
            audit.assertSound();
        }
    }

    @Test
    void isTheSameAfterARestart() throws Exception {
        try (SimulatedNode node = node(4).join()) {
            String first = node.add(1);
            Await.until("the request is settled", () -> node.settled(first));
            awaitAllDecided();
            int entries = audit.entries().size();
            allocator.end();

            allocator = platform.allocator("one").awaitUp();
            String second = node.add(2);
            Await.until("the request is settled", () -> node.settled(second));
            awaitAllDecided();
            assertThat(node.assigned(second).orElseThrow().getPci())
                    .isNotEqualTo(node.assigned(first).orElseThrow().getPci());
            assertThat(audit.entries()).hasSizeGreaterThan(entries);
            assertThat(allocator.isAlive()).isTrue();
            audit.assertSound();
        }
    }

    @Test
    void decidesADuplicateOnce() throws Exception {
        try (SimulatedNode node = node(2).join()) {
            String request = node.add(1);
            ConsumerRecord<byte[], byte[]> sent = platform.broker().read("cni-requests").stream()
                    .filter(record -> RecordKey.isOf(record.key(), RecordKey.bytes(node.name())))
                    .findFirst()
                    .orElseThrow();
            double duplicates = duplicates();
            platform.broker().send("cni-requests", sent.partition(), sent.key(), sent.value());
            platform.broker().flush();
            Await.until("the request is settled", () -> node.settled(request));
            awaitAllDecided();

            assertAnsweredOnce(List.of(request), node);
            assertThat(duplicates()).isEqualTo(duplicates + 1);
            audit.assertSound();
        }
    }

    @Test
    void putsPoisonAsideAndGoesOn() throws Exception {
        try (SimulatedNode node = node(2).join()) {
            byte[] valid = new AvroWriter(platform.ids())
                    .write(
                            Topic.CNI_REQUESTS,
                            AddRequested.newBuilder().setNode(node.name()).build());
            int partition = node.partition();
            int elsewhere = (partition + 1) % TestBroker.PARTITIONS;
            byte[] key = node.name().getBytes(UTF_8);
            byte[] cut = Arrays.copyOf(valid, 9);
            byte[] unknown = valid.clone();
            unknown[1] = 77;
            platform.broker().send("cni-requests", partition, key, "not avro".getBytes(UTF_8));
            platform.broker().send("cni-requests", partition, key, cut);
            platform.broker().send("cni-requests", partition, "another".getBytes(UTF_8), valid);
            platform.broker().send("cni-requests", partition, new byte[] {(byte) 0xff, (byte) 0xfe}, valid);
            platform.broker().send("cni-requests", elsewhere, key, valid);
            platform.broker().send("cni-requests", partition, key, valid);
            platform.broker().send("outcomes", partition, key, valid);
            platform.broker().flush();
            String request = node.add(1);
            Await.until("the request is settled", () -> node.settled(request));
            awaitAllDecided();

            assertThat(audit.records(Topic.DEAD_LETTER).stream().map(read -> ((DeadLetter) read.body()).getReason()))
                    .containsExactlyInAnyOrder(
                            DeadLetterReason.NO_SCHEMA_ID,
                            DeadLetterReason.UNDECODABLE,
                            DeadLetterReason.BAD_KEY,
                            DeadLetterReason.BAD_KEY,
                            DeadLetterReason.BAD_KEY,
                            DeadLetterReason.INVALID_CONTENT,
                            DeadLetterReason.WRONG_TYPE);
            assertThat(allocator.get("/actuator/health")).startsWith("{\"status\":\"UP\"");
            audit.assertSound();
        }
    }

    @Test
    void theOneThatSleptLongerThanItsSessionCommitsNothing() throws Exception {
        try (SimulatedNode node = node(24).join();
                SimulatedNode other = node(24).join()) {
            List<String> requests = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                requests.add(node.add(i));
                requests.add(other.add(i));
            }
            allocator.pause();
            try (AllocatorProcess second = platform.allocator("two")) {
                Await.until(
                        "the other has taken over",
                        () -> requests.stream().allMatch(each -> node.settled(each) || other.settled(each)));
                allocator.wake();
                for (int i = 10; i < 20; i++) {
                    requests.add(node.add(i));
                    requests.add(other.add(i));
                }
                Await.until(
                        "all settled",
                        () -> requests.stream().allMatch(each -> node.settled(each) || other.settled(each)));
                awaitAllDecided();
                allocator.awaitUp();
                second.awaitUp();
                assertAnsweredOnce(requests, node, other);
                audit.assertSound();
            }
        }
    }

    private static SimulatedNode node(int vfs) {
        nodes++;
        return platform.node("worker-" + nodes, vfs);
    }

    /** Each request got one answer, and no other request of these nodes got any. */
    private static void assertAnsweredOnce(List<String> requests, SimulatedNode... asked) {
        Map<String, List<String>> answers = audit.answers();
        answers.keySet()
                .removeIf(request -> Arrays.stream(asked).noneMatch(node -> request.startsWith(node.name() + "/")));
        assertThat(answers.keySet()).containsExactlyInAnyOrderElementsOf(requests);
        assertThat(answers.values()).allSatisfy(given -> assertThat(given).hasSize(1));
    }

    private static double duplicates() {
        return allocator
                .get("/actuator/prometheus")
                .lines()
                .filter(line -> line.startsWith("vfl_decisions_total{disposition=\"duplicate\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .sum();
    }

    /** Waits until the group's offsets are at the end of every input. */
    private static void awaitAllDecided() {
        Await.until("all inputs decided", platform::allDecided);
    }
}
