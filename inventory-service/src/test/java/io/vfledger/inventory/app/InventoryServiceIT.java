package io.vfledger.inventory.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.LedgerEntry;
import io.vfledger.avro.NodePoolsChanged;
import io.vfledger.avro.Phase;
import io.vfledger.inventory.pools.PoolRules;
import io.vfledger.ledger.EntryCodec;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.Durability;
import io.vfledger.schemas.NodePartition;
import io.vfledger.schemas.RecordKey;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.install.Installation;
import io.vfledger.schemas.install.SchemaInstaller;
import io.vfledger.schemas.install.TopicInstaller;
import io.vfledger.schemas.wire.AvroReader;
import io.vfledger.schemas.wire.AvroTrust;
import io.vfledger.schemas.wire.AvroWriter;
import io.vfledger.schemas.wire.Decoded;
import io.vfledger.schemas.wire.RegistryClients;
import io.vfledger.schemas.wire.RegistrySchemaIds;
import io.vfledger.schemas.wire.WireFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** The whole service on a real broker: records in, answers out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class InventoryServiceIT {
    private static final int PARTITIONS = 16;
    private static final String REGISTRY = "mock://inventory-it";

    private final EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, PARTITIONS);
    private ConnectionSettings connection;
    private RegistrySchemaIds ids;
    private AvroWriter writer;
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeAll
    void start() {
        AvroTrust.establish();
        broker.brokerProperties(Map.of(
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "1",
                "offsets.topic.num.partitions", "1"));
        broker.afterPropertiesSet();
        connection = new ConnectionSettings(broker.getBrokersAsString(), REGISTRY, Map.of(), true);
        try (Admin admin = Admin.create(connection.admin("it"))) {
            assertThat(new TopicInstaller(admin, PARTITIONS, Durability.SINGLE_BROKER).install())
                    .isInstanceOf(Installation.Ready.class);
        }
        assertThat(new SchemaInstaller(RegistryClients.connect(connection)).install())
                .isInstanceOf(Installation.Ready.class);
        ids = new RegistrySchemaIds(RegistryClients.connect(connection), REGISTRY, Duration.ofSeconds(5));
        writer = new AvroWriter(ids);
        Map<String, Object> settings = connection.producer("it");
        settings.put("transactional.id", "it");
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
    }

    @AfterAll
    void stop() {
        producer.close(Duration.ofSeconds(5));
        broker.destroy();
    }

    private ConfigurableApplicationContext service() {
        Settings settings = new Settings(connection, Optional.empty(), 10_000, 0, "127.0.0.1");
        return InventoryService.start(settings, PoolRules.DEFAULT);
    }

    private static void await(String what, BooleanSupplier condition) {
        long giveUpAt = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > giveUpAt) {
                throw new AssertionError("not within 60 s: " + what);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private void write(String node, Topic topic, String key, List<? extends SpecificRecord> records, boolean commit) {
        producer.beginTransaction();
        records.forEach(record -> send(node, topic, key, writer.write(topic, record)));
        producer.flush();
        if (commit) {
            producer.commitTransaction();
        } else {
            producer.abortTransaction();
        }
    }

    private void send(String node, Topic topic, String key, byte[] value) {
        var _ = producer.send(new ProducerRecord<>(
                topic.topicName(), NodePartition.of(node, PARTITIONS), RecordKey.bytes(key), value));
    }

    private void writeLife(String node) {
        Records records = new Records(node);
        List<LedgerEntry> life = records.life();
        write(node, Topic.LEDGER, node, life.subList(0, 3), true);
        write(node, Topic.LEDGER, node, life.subList(0, 3), false);
        write(node, Topic.LEDGER, node, life.subList(3, 5), true);
        write(node, Topic.VF_STATE, RecordKey.of(node, Records.PCI), List.of(records.vfState(Phase.FREE, 5)), true);
    }

    private static void awaitReady(Http http) {
        await("ready", () -> http.get("/healthz").status() == 200);
    }

    private static String at(long ms) {
        return Instant.ofEpochMilli(Records.T0 + ms).toString();
    }

    private List<NodePoolsChanged> told(String node) {
        List<NodePoolsChanged> told = new ArrayList<>();
        AvroReader reader = new AvroReader(ids);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                connection.consumer("it"), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(Topic.SCHEDULING.topicName(), partition))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (reader.read(Topic.SCHEDULING, record.value()) instanceof Decoded.Value value
                            && value.record() instanceof NodePoolsChanged changed
                            && changed.getNode().equals(node)) {
                        assertThat(record.partition()).isEqualTo(NodePartition.of(node, PARTITIONS));
                        told.add(changed);
                    }
                }
            }
        }
        return told;
    }

    @Test
    void answersFromTheTopicsAndTheSameAfterARestart() {
        String node = "worker-a";
        writeLife(node);
        List<String> questions = List.of(
                "/api/v1/vfs?node=" + node,
                "/api/v1/vfs/" + node + "/" + Records.PCI + "/history",
                "/api/v1/vfs/" + node + "/" + Records.PCI + "/holder?at=" + at(3_000),
                "/api/v1/requests?node=" + node,
                "/api/v1/entries?node=" + node);
        List<String> first = new ArrayList<>();
        try (ConfigurableApplicationContext context = service();
                Http http = new Http(context)) {
            awaitReady(http);

            Http.Answer holder = http.get(questions.get(2));
            assertThat(holder.body().path("answer").asString()).isEqualTo("IN_USE");
            assertThat(holder.body().at("/holding/owner/pod/name").asString()).isEqualTo("web-0");
            assertThat(holder.body().at("/holding/mac").asString()).isEqualTo("02:00:00:00:00:01");
            assertThat(holder.body().at("/holding/ended_by/node_time").asString())
                    .isEqualTo(at(8_990));
            assertThat(holder.body().at("/holding/handover/by/node_seq").asLong())
                    .isEqualTo(2);

            Http.Answer history = http.get(questions.get(1));
            assertThat(history.body().path("steps")).hasSize(5);
            assertThat(history.body().at("/steps/0/entry/hash").asString())
                    .isEqualTo(hash(new Records(node).life().get(4)));

            questions.forEach(path -> first.add(answer(http, path)));
        }
        try (ConfigurableApplicationContext context = service();
                Http http = new Http(context)) {
            awaitReady(http);

            assertThat(questions.stream().map(path -> answer(http, path))).isEqualTo(first);
        }
    }

    /** An answer without the cursor, which is of one life of the service. */
    private static String answer(Http http, String path) {
        return http.get(path).body().toString().replaceAll("\"next\":\"[a-z0-9-]+\"", "");
    }

    private static String hash(LedgerEntry entry) {
        return EntryCodec.hash(WireFormat.fingerprint(entry.getSchema()), WireFormat.body(entry))
                .hex();
    }

    @Test
    void tellsANodeThatAppearsItsPoolsOnce() {
        String node = "worker-b";
        Records records = new Records(node);
        try (ConfigurableApplicationContext context = service();
                Http http = new Http(context)) {
            awaitReady(http);
            write(node, Topic.INVENTORY, node, List.of(records.started(), records.inventory()), true);
            await("told", () -> !told(node).isEmpty());
            write(
                    node,
                    Topic.NODE_STATE,
                    node,
                    List.of(records.nodeState(1, told(node).getFirst().getPools())),
                    true);
            await(
                    "taken up",
                    () -> http.get("/api/v1/nodes/" + node).body().path("pools").size() == 1);
        }
        try (ConfigurableApplicationContext context = service();
                Http http = new Http(context)) {
            awaitReady(http);
            String other = "worker-c";
            write(other, Topic.INVENTORY, other, List.of(new Records(other).started()), true);
            await("the other is told", () -> !told(other).isEmpty());
        }

        assertThat(told(node)).singleElement().satisfies(changed -> {
            assertThat(changed.getPools()).singleElement().extracting("name").isEqualTo("default");
            assertThat(changed.getDigest()).hasSize(64);
        });
    }

    @Test
    void passesOverAnUnreadableInventoryRecordAndStopsAtAnUnreadableEntry() {
        String node = "worker-d";
        writeLife(node);
        Set<Integer> used = Stream.of("worker-a", "worker-b", "worker-c", node)
                .map(name -> NodePartition.of(name, PARTITIONS))
                .collect(Collectors.toSet());
        String broken = IntStream.range(0, 100)
                .mapToObj(i -> "broken-" + i)
                .filter(name -> !used.contains(NodePartition.of(name, PARTITIONS)))
                .findFirst()
                .orElseThrow();
        try (ConfigurableApplicationContext context = service();
                Http http = new Http(context)) {
            awaitReady(http);
            producer.beginTransaction();
            send(node, Topic.INVENTORY, node, new byte[] {1, 2, 3});
            send(broken, Topic.LEDGER, broken, new byte[] {0, 0, 0, 0, 99, 7});
            producer.commitTransaction();

            await(
                    "stopped",
                    () -> http.get("/api/v1/status").body().at("/feed/stopped").size() == 1);
            await(
                    "skipped",
                    () -> http.get("/api/v1/status")
                            .body()
                            .at("/feed/topics")
                            .valueStream()
                            .anyMatch(topic -> topic.path("skipped").asLong() == 1));
            Http.Answer refused = http.get("/api/v1/nodes/" + broken);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body().path("detail").asString()).contains("ledger", "offset 0", "UNKNOWN_SCHEMA");
            assertThat(http.get("/api/v1/vfs?node=" + node).body().path("vfs")).hasSize(1);
        }
    }
}
