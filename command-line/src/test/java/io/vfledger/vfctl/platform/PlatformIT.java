package io.vfledger.vfctl.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.PodDeleted;
import io.vfledger.avro.PodIdentity;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.Durability;
import io.vfledger.schemas.NodePartition;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.install.Installation;
import io.vfledger.schemas.install.SchemaInstaller;
import io.vfledger.schemas.install.TopicInstaller;
import io.vfledger.schemas.wire.AvroReader;
import io.vfledger.schemas.wire.AvroWriter;
import io.vfledger.schemas.wire.Decoded;
import io.vfledger.schemas.wire.RegistryClients;
import io.vfledger.schemas.wire.RegistrySchemaIds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
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
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The built program, run as its users run it, on ports of its own. One platform for all tests, ended by the last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlatformIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Ports PORTS = new Ports(22_000);
    private static final Ports BESIDE = new Ports(22_100);
    private static final String BASE = "--port-base=" + PORTS.base();
    private static final String BASE_BESIDE = "--port-base=" + BESIDE.base();
    private static final Duration HEALED = Duration.ofMinutes(3);
    private static final PodDeleted RECORD = PodDeleted.newBuilder()
            .setNode("worker-1")
            .setPod(PodIdentity.newBuilder()
                    .setNamespace("ns")
                    .setName("p")
                    .setUid("u")
                    .build())
            .setObservedAtMs(42)
            .build();

    @TempDir
    private static Path directory = Path.of("");

    private record Outcome(int code, String out) {}

    @BeforeAll
    static void up() throws IOException, InterruptedException {
        Outcome up = vfctl("up", data("first"), BASE);
        assertThat(up.code()).as(up.out()).isZero();
        assertThat(up.out()).contains("ready after", PORTS.page());
        write(RECORD);
    }

    @AfterAll
    static void leaveNothingBehind() throws IOException, InterruptedException {
        vfctl("down", data("second"));
        vfctl("down", data("first"));
    }

    @Test
    @Order(1)
    void installsTopicsAndSchemasThatOthersFindReady() {
        try (Admin admin = Admin.create(settings().admin("test"))) {
            assertThat(new TopicInstaller(admin, 8, Durability.SINGLE_BROKER).check())
                    .isEqualTo(new Installation.Ready(List.of()));
            assertThat(problems(new TopicInstaller(admin, 16, Durability.SINGLE_BROKER).install()))
                    .hasSize(Topic.values().length)
                    .allSatisfy(problem -> assertThat(problem).contains("has 8 partitions, not 16"));
            assertThat(problems(new TopicInstaller(admin, 8, Durability.REPLICATED).check()))
                    .anySatisfy(problem -> assertThat(problem).contains("ledger", "replication 1"))
                    .anySatisfy(problem -> assertThat(problem).contains("min.insync.replicas=1, not 2"));
        }
        assertThat(new SchemaInstaller(RegistryClients.connect(settings())).install())
                .isEqualTo(new Installation.Ready(List.of()));
    }

    @Test
    @Order(1)
    void installsByItsCommandWhatIsMissingAndRefusesWhatIsOtherwise() throws Exception {
        Map<String, String> here = Map.of(
                "VFL_BOOTSTRAP_SERVERS", PORTS.bootstrapServers(),
                "VFL_REGISTRY_URL", PORTS.registryUrl(),
                "VFL_SINGLE_BROKER", "true");
        try (Admin admin = Admin.create(settings().admin("test"))) {
            admin.deleteTopics(List.of(Topic.CHECKPOINTS.topicName())).all().get();
            await(() -> !topics(admin).contains(Topic.CHECKPOINTS.topicName()));

            Outcome installed = vfctl(here, "install", "--partitions=8");

            assertThat(installed.code()).as(installed.out()).isZero();
            assertThat(installed.out()).contains("topics are installed, 1 new", "schemas are installed, 0 new");
            assertThat(topics(admin)).contains(Topic.CHECKPOINTS.topicName());
        }
        Outcome otherCount = vfctl(here, "install", "--partitions=16");
        assertThat(otherCount.code()).isEqualTo(1);
        assertThat(otherCount.out()).contains("has 8 partitions, not 16");
        Map<String, String> replicated = new HashMap<>(here);
        replicated.put("VFL_SINGLE_BROKER", "false");
        Outcome tooFew = vfctl(replicated, "install", "--partitions=8");
        assertThat(tooFew.code()).isEqualTo(1);
        assertThat(tooFew.out()).contains("has replication 1, less than 3");
    }

    private static Set<String> topics(Admin admin) {
        try {
            return admin.listTopics().names().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("the topics cannot be listed", e);
        }
    }

    @Test
    @Order(2)
    void showsEachPart() throws IOException, InterruptedException {
        Outcome status = vfctl("status", BASE);
        assertThat(status.code()).isZero();
        assertThat(status.out()).contains("broker", "registry", "allocator", "inventory", "MiB", "first");

        assertThat(vfctl("status", "--json", BASE).out())
                .contains("\"ready\" : true", "resident_bytes", "\"port\" : " + PORTS.broker());
        assertThat(vfctl("logs", "broker", "--lines=5", data("first")).out()).isNotBlank();
    }

    @Test
    @Order(3)
    void refusesASecondPlatformOnTheSameDataOrPorts() throws IOException, InterruptedException {
        Outcome sameData = vfctl("up", data("first"), BASE_BESIDE);
        assertThat(sameData.code()).isEqualTo(1);
        assertThat(sameData.out()).contains("belongs to a platform that runs", "vfctl down");

        Outcome samePorts = vfctl("up", data("second"), BASE);
        assertThat(samePorts.code()).isEqualTo(1);
        assertThat(samePorts.out()).contains("port " + PORTS.broker() + " (broker) is in use by process");
    }

    @Order(4)
    @ParameterizedTest
    @EnumSource(PartName.class)
    void startsAPartAgainThatWasKilledAndLosesNothing(PartName name) {
        PartState before = state().part(name);

        before.process().flatMap(process -> ProcessHandle.of(process.pid())).ifPresent(ProcessHandle::destroyForcibly);

        await(() -> state().isReady() && !state().part(name).process().equals(before.process()));
        assertThat(state().part(name).restarts()).isEqualTo(before.restarts() + 1);
        assertThat(readBack()).isEqualTo(RECORD);
    }

    @Test
    @Order(5)
    void runsASecondPlatformBesideTheFirst() throws IOException, InterruptedException {
        Outcome up = vfctl("up", data("second"), BASE_BESIDE);
        assertThat(up.code()).as(up.out()).isZero();
        assertThat(state().isReady()).isTrue();

        assertThat(vfctl("down", BASE_BESIDE).code()).isZero();

        assertThat(PortOwner.conflicts(BESIDE)).isEmpty();
        assertThat(state().isReady()).isTrue();
    }

    @Test
    @Order(6)
    void stopsAndStartsOnePartByRequest() throws IOException, InterruptedException {
        assertThat(vfctl("stop", "inventory", BASE).code()).isZero();
        assertThat(state().part(PartName.INVENTORY).isAlive()).isFalse();
        assertThat(vfctl("status", BASE).code()).isEqualTo(1);

        assertThat(vfctl("start", "inventory", BASE).code()).isZero();
        assertThat(state().isReady()).isTrue();
    }

    @Test
    @Order(7)
    void takesOverWhatAKilledSupervisorLeft() throws IOException, InterruptedException {
        PlatformState before = state();
        ProcessHandle.of(before.supervisor().pid()).ifPresent(ProcessHandle::destroyForcibly);
        await(() -> !before.supervisor().isAlive());
        assertThat(vfctl("status", BASE).out()).contains("gone", "vfctl up");

        Outcome up = vfctl("up", data("first"), BASE);

        assertThat(up.code()).as(up.out()).isZero();
        assertThat(before.parts()).noneMatch(PartState::isAlive);
        assertThat(readBack()).isEqualTo(RECORD);
    }

    @Test
    @Order(8)
    void stopsAndLeavesNothingBehindButItsData() throws IOException, InterruptedException {
        PlatformState before = state();

        assertThat(vfctl("down", BASE).code()).isZero();

        assertThat(before.parts()).noneMatch(PartState::isAlive);
        assertThat(before.supervisor().isAlive()).isFalse();
        assertThat(PortOwner.conflicts(PORTS)).isEmpty();
        assertThat(new DataDirectory(directory.resolve("first")).state()).doesNotExist();
    }

    private static List<String> problems(Installation installation) {
        return switch (installation) {
            case Installation.Refused refused -> refused.problems();
            case Installation.Ready ready -> List.of();
        };
    }

    private static void write(PodDeleted deleted) throws InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                settings().producer("test"), new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] value = new AvroWriter(ids()).write(Topic.SCHEDULING, deleted);
            producer.send(new ProducerRecord<>(
                            Topic.SCHEDULING.topicName(),
                            NodePartition.of(deleted.getNode(), 8),
                            deleted.getNode().getBytes(StandardCharsets.UTF_8),
                            value))
                    .get();
        } catch (ExecutionException e) {
            throw new AssertionError("the record was not written", e);
        }
    }

    private static Object readBack() {
        TopicPartition partition = new TopicPartition(Topic.SCHEDULING.topicName(), NodePartition.of("worker-1", 8));
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                settings().consumer("test"), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long until = System.nanoTime() + HEALED.toNanos();
            while (System.nanoTime() < until) {
                for (ConsumerRecord<byte[], byte[]> found : consumer.poll(Duration.ofMillis(200))) {
                    return switch (new AvroReader(ids()).read(Topic.SCHEDULING, found.value())) {
                        case Decoded.Value value -> value.record();
                        case Decoded.Unreadable unreadable -> unreadable;
                    };
                }
            }
            return "nothing";
        }
    }

    private static RegistrySchemaIds ids() {
        return new RegistrySchemaIds(RegistryClients.connect(settings()), PORTS.registryUrl(), HEALED);
    }

    private static ConnectionSettings settings() {
        return new ConnectionSettings(PORTS.bootstrapServers(), PORTS.registryUrl(), Map.of(), true);
    }

    private static PlatformState state() {
        return PlatformState.read(new DataDirectory(directory.resolve("first"))).orElseThrow();
    }

    private static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + HEALED.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within " + HEALED).isLessThan(until);
            Pause.of(Duration.ofMillis(100));
        }
    }

    private static String data(String name) {
        return "--data=" + directory.resolve(name);
    }

    private static Outcome vfctl(String... arguments) throws IOException, InterruptedException {
        return vfctl(Map.of(), arguments);
    }

    private static Outcome vfctl(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("vfctl").toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(directory, "vfctl", ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                // Not a pipe: what the program leaves running must not keep this test waiting.
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        return new Outcome(process.waitFor(), Files.readString(output));
    }
}
