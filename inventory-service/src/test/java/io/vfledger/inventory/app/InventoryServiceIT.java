package io.vfledger.inventory.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.LedgerEntry;
import io.vfledger.avro.NodePoolsChanged;
import io.vfledger.avro.Phase;
import io.vfledger.avro.TreeHead;
import io.vfledger.host.Bytes;
import io.vfledger.inventory.pools.PoolRules;
import io.vfledger.inventory.stream.CheckpointRule;
import io.vfledger.ledger.EntryCodec;
import io.vfledger.ledger.proof.Checkpoint;
import io.vfledger.ledger.proof.Frontier;
import io.vfledger.ledger.proof.LedgerLeaf;
import io.vfledger.ledger.proof.NotePrivateKey;
import io.vfledger.ledger.proof.SignedNote;
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
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
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
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** The whole service on a real broker: records in, answers out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class InventoryServiceIT {
    @TempDir
    private Path index = Path.of("");

    private static final int PARTITIONS = 16;
    private static final String REGISTRY = "mock://inventory-it";
    private static final String SIGNED = nodeAlone("signed-", "worker-a", "worker-b", "worker-c", "worker-d");

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
        return service(Optional.empty());
    }

    private ConfigurableApplicationContext service(Optional<CheckpointRule> checkpoints) {
        Settings settings = new Settings(connection, Optional.empty(), index, checkpoints, 0, "127.0.0.1");
        return InventoryService.start(settings, PoolRules.DEFAULT, Optional.empty());
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
        return read(Topic.SCHEDULING, NodePartition.of(node, PARTITIONS)).stream()
                .filter(NodePoolsChanged.class::isInstance)
                .map(NodePoolsChanged.class::cast)
                .filter(changed -> changed.getNode().equals(node))
                .toList();
    }

    /** All that lies in a partition of a topic now. */
    private List<SpecificRecord> read(Topic topic, int number) {
        List<SpecificRecord> found = new ArrayList<>();
        AvroReader reader = new AvroReader(ids);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                connection.consumer("it"), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic.topicName(), number);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (reader.read(topic, record.value()) instanceof Decoded.Value value) {
                        found.add(value.record());
                    }
                }
            }
        }
        return found;
    }

    /** A node whose partition none of the others has. */
    private static String nodeAlone(String prefix, String... others) {
        Set<Integer> used = Stream.of(others)
                .map(name -> NodePartition.of(name, PARTITIONS))
                .collect(Collectors.toSet());
        return IntStream.range(0, 100)
                .mapToObj(i -> prefix + i)
                .filter(name -> !used.contains(NodePartition.of(name, PARTITIONS)))
                .findFirst()
                .orElseThrow();
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
        String broken = nodeAlone("broken-", "worker-a", "worker-b", "worker-c", node, SIGNED);
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

    @Test
    void signsTheHeadsOfTheLedgerAndGoesOnAfterARestart() throws GeneralSecurityException {
        List<LedgerEntry> life = new Records(SIGNED).life();
        NotePrivateKey key = NotePrivateKey.of(
                "vfledger.example/it", KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        Optional<CheckpointRule> rule = Optional.of(new CheckpointRule(key, 1_000, Duration.ofMillis(50)));
        write(SIGNED, Topic.LEDGER, SIGNED, life.subList(0, 3), true);
        write(SIGNED, Topic.LEDGER, SIGNED, life.subList(3, 4), false);
        try (ConfigurableApplicationContext context = service(rule)) {
            await("a head of 3", () -> newestHead() == 3);
            assertThat(context.isRunning()).isTrue();
        }
        write(SIGNED, Topic.LEDGER, SIGNED, life.subList(3, 5), true);
        try (ConfigurableApplicationContext context = service(rule)) {
            await("a head of 5", () -> newestHead() == 5);
            assertThat(context.isRunning()).isTrue();
        }

        int partition = NodePartition.of(SIGNED, PARTITIONS);
        for (SpecificRecord record : read(Topic.CHECKPOINTS, partition)) {
            TreeHead head = (TreeHead) record;
            SignedNote note = SignedNote.parse(head.getNote());
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            Frontier tree = new Frontier();
            life.subList(0, (int) head.getTreeSize()).forEach(entry -> tree.append(leaf(entry)));
            assertThat(checkpoint)
                    .isEqualTo(new Checkpoint("vfledger.example/it/" + partition, head.getTreeSize(), tree.root()));
            assertThat(note.isSignedBy(key.publicKey().named(checkpoint.origin())))
                    .isTrue();
            assertThat(Bytes.copyOf(head.getRootHash().array())).isEqualTo(tree.root());
        }
    }

    private long newestHead() {
        return read(Topic.CHECKPOINTS, NodePartition.of(SIGNED, PARTITIONS)).stream()
                .mapToLong(head -> ((TreeHead) head).getTreeSize())
                .max()
                .orElse(0);
    }

    private static Bytes leaf(LedgerEntry entry) {
        return new LedgerLeaf(
                        Bytes.owned(RecordKey.bytes(entry.getNode())),
                        Bytes.owned(WireFormat.fingerprint(entry.getSchema())),
                        Bytes.owned(WireFormat.body(entry)))
                .hash();
    }
}
