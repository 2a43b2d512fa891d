package io.vfledger.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.vfledger.avro.DeadLetterReason;
import io.vfledger.avro.Phase;
import io.vfledger.avro.PodDeleted;
import io.vfledger.avro.PodIdentity;
import io.vfledger.avro.TreeHead;
import io.vfledger.avro.VfState;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.install.Installation;
import io.vfledger.schemas.install.SchemaInstaller;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireFormatTest {
    private static final PodDeleted DELETED = PodDeleted.newBuilder()
            .setNode("worker-1")
            .setPod(PodIdentity.newBuilder()
                    .setNamespace("ns")
                    .setName("p")
                    .setUid("u")
                    .build())
            .setObservedAtMs(42)
            .build();

    private SchemaIds ids = new RegistrySchemaIds(registry("unset"), "mock", Duration.ZERO);
    private SchemaRegistryClient client = registry("unset");

    @BeforeEach
    void install(TestInfo test) {
        client = registry(test.getDisplayName());
        assertThat(new SchemaInstaller(client).install()).isInstanceOf(Installation.Ready.class);
        ids = new RegistrySchemaIds(client, "mock", Duration.ofMillis(50));
    }

    @Test
    void readsWhatItWrote() {
        byte[] value = new AvroWriter(ids).write(Topic.SCHEDULING, DELETED);

        assertThat(value[0]).isZero();
        assertThat(new AvroReader(ids).read(Topic.SCHEDULING, value))
                .isInstanceOfSatisfying(
                        Decoded.Value.class, read -> assertThat(read.record()).isEqualTo(DELETED));
    }

    @Test
    void readsStringsListsAndEnumsOfNestedRecords() {
        VfState state = VfState.newBuilder()
                .setNode("n")
                .setPci("0000:01:10.0")
                .setPhase(Phase.FREE)
                .build();

        byte[] value = new AvroWriter(ids).write(Topic.VF_STATE, state);

        assertThat(new AvroReader(ids).read(Topic.VF_STATE, value))
                .isInstanceOfSatisfying(
                        Decoded.Value.class, read -> assertThat(read.record()).isEqualTo(state));
    }

    @Test
    void registersSchemasWithoutHintsForJava() throws Exception {
        assertThat(client.getLatestSchemaMetadata("scheduling-io.vfledger.avro.PodDeleted")
                        .getSchema())
                .doesNotContain("avro.java.string")
                .contains("\"string\"");
    }

    @Test
    void needsNoRegistryOnceTheIdsAreKnown() {
        AvroWriter writer = new AvroWriter(ids);
        writer.prepare(Topic.SCHEDULING);
        client.reset();

        byte[] value = writer.write(Topic.SCHEDULING, DELETED);

        assertThat(new AvroReader(ids).read(Topic.SCHEDULING, value)).isInstanceOf(Decoded.Value.class);
    }

    @Test
    void readsWhatALaterBuildWrote() throws Exception {
        Schema later = SchemaParser.parseSingle(PodDeleted.getClassSchema()
                .toString()
                .replace(
                        "\"fields\":[{\"name\":\"node\"",
                        "\"fields\":[{\"name\":\"added\",\"type\":\"long\",\"default\":0}," + "{\"name\":\"node\""));
        int id = client.register("scheduling-io.vfledger.avro.PodDeleted", RegistryClients.registeredForm(later));
        byte[] body = WireFormat.body(DELETED);
        byte[] laterBody = new byte[body.length + 1];
        laterBody[0] = 14;
        System.arraycopy(body, 0, laterBody, 1, body.length);

        assertThat(new AvroReader(ids).read(Topic.SCHEDULING, WireFormat.value(id, laterBody)))
                .isInstanceOfSatisfying(
                        Decoded.Value.class, read -> assertThat(read.record()).isEqualTo(DELETED));
    }

    @Test
    void saysWhyATombstoneIsUnreadable() {
        assertThat(new AvroReader(ids).read(Topic.SCHEDULING, null))
                .isEqualTo(new Decoded.Unreadable(
                        DeadLetterReason.NO_SCHEMA_ID, "a tombstone; topic scheduling has none"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "not avro at all"})
    void saysWhyBytesWithoutPrefixAreUnreadable(String text) {
        assertReason(text.getBytes(StandardCharsets.UTF_8), DeadLetterReason.NO_SCHEMA_ID);
    }

    @Test
    void saysThatAnIdIsUnknown() {
        assertReason(WireFormat.value(123_456, new byte[0]), DeadLetterReason.UNKNOWN_SCHEMA);
    }

    @Test
    void saysThatATypeDoesNotBelongOnTheTopic() {
        byte[] value = new AvroWriter(ids)
                .write(Topic.CHECKPOINTS, TreeHead.newBuilder().build());

        assertReason(value, DeadLetterReason.WRONG_TYPE);
    }

    @Test
    void saysThatABodyIsCutShortOrTooLong() {
        byte[] value = new AvroWriter(ids).write(Topic.SCHEDULING, DELETED);

        for (int length = WireFormat.PREFIX_BYTES; length < value.length; length++) {
            assertReason(Arrays.copyOf(value, length), DeadLetterReason.UNDECODABLE);
        }
        assertReason(Arrays.copyOf(value, value.length + 1), DeadLetterReason.UNDECODABLE);
    }

    @Test
    void isNotTalkedIntoAllocatingWhatABodyClaims() {
        int id = ids.idOf(Topic.SCHEDULING, PodDeleted.getClassSchema());
        // A string of 2^31 - 1 bytes as zigzag varint, with nothing behind it.
        byte[] claim = {(byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f};

        assertReason(WireFormat.value(id, claim), DeadLetterReason.UNDECODABLE);
    }

    @Test
    void saysAnythingButAnExceptionToEveryFlippedByte() {
        byte[] value = new AvroWriter(ids).write(Topic.SCHEDULING, DELETED);
        AvroReader reader = new AvroReader(ids);

        for (int i = WireFormat.PREFIX_BYTES; i < value.length; i++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                byte[] flipped = value.clone();
                flipped[i] ^= (byte) (1 << bit);
                assertThat(reader.read(Topic.SCHEDULING, flipped)).isNotNull();
            }
        }
    }

    @Test
    void takesAnAbsentRegistryForAnOutageAndNotForPoison() {
        ConnectionSettings nowhere =
                new ConnectionSettings("127.0.0.1:1", "http://127.0.0.1:1/apis/ccompat/v7", Map.of(), true);
        SchemaIds away =
                new RegistrySchemaIds(RegistryClients.connect(nowhere), nowhere.registryUrl(), Duration.ofMillis(250));

        assertThatThrownBy(() -> new AvroReader(away).read(Topic.SCHEDULING, WireFormat.value(1, new byte[1])))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("http://127.0.0.1:1");
    }

    @Test
    void refusesToWriteATypeToAForeignTopic() {
        assertThatThrownBy(() -> new AvroWriter(ids).write(Topic.LEDGER, DELETED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PodDeleted")
                .hasMessageContaining("ledger");
    }

    @Test
    void refusesToWriteWhatTheTopicDoesNotTake() {
        TreeHead large = TreeHead.newBuilder()
                .setRootHash(ByteBuffer.allocate(Topic.CHECKPOINTS.maxMessageBytes()))
                .build();

        assertThatThrownBy(() -> new AvroWriter(ids).write(Topic.CHECKPOINTS, large))
                .hasMessageContaining("larger than the 1048576");
    }

    @Test
    void fingerprintsTheCanonicalFormSoThatHintsAndDocsDoNotCount() {
        Schema compiled = PodDeleted.getClassSchema();

        assertThat(WireFormat.fingerprint(compiled)).hasSize(32);
        assertThat(WireFormat.fingerprint(
                        RegistryClients.registeredForm(compiled).rawSchema()))
                .isEqualTo(WireFormat.fingerprint(compiled));
    }

    private void assertReason(byte[] value, DeadLetterReason reason) {
        assertThat(new AvroReader(ids).read(Topic.SCHEDULING, value))
                .isInstanceOfSatisfying(Decoded.Unreadable.class, unreadable -> {
                    assertThat(unreadable.reason()).isEqualTo(reason);
                    assertThat(unreadable.message()).isNotBlank();
                });
    }

    private static SchemaRegistryClient registry(String scope) {
        return RegistryClients.connect(
                new ConnectionSettings("none:1", "mock://" + Integer.toHexString(scope.hashCode()), Map.of(), true));
    }
}
