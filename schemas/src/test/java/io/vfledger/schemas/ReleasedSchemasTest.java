package io.vfledger.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.schemas.wire.WireFormat;
import io.vfledger.schemas.wire.WriterSchemas;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReleasedSchemasTest {
    private static final Path PRESENT = Path.of("src/main/avro");
    private static final Path RELEASED = Path.of("released");

    static List<Path> releases() throws IOException {
        try (Stream<Path> folders = Files.list(RELEASED)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void areFullyCompatibleWithThePresentOnes(Path release) {
        assertThat(ReleasedSchemas.incompatibilities(ReleasedSchemas.below(release), ReleasedSchemas.below(PRESENT)))
                .as("changes since " + release + " that are not FULL_TRANSITIVE")
                .isEmpty();
    }

    @Test
    void areAllNamedInTheIndex() throws IOException {
        try (Stream<Path> files = Files.walk(RELEASED)) {
            List<String> paths = files.filter(file -> file.toString().endsWith(".avsc"))
                    .map(file -> RELEASED.relativize(file).toString())
                    .toList();
            assertThat(Files.readAllLines(RELEASED.resolve("index")))
                    .as("released/index names every released file, enums and types first")
                    .containsExactlyInAnyOrderElementsOf(paths);
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void areFoundByTheirFingerprints(Path release) {
        for (Schema schema : ReleasedSchemas.below(release).values()) {
            if (TopicCatalogue.recordType(schema.getFullName()).isPresent()) {
                ByteBuffer fingerprint = ByteBuffer.wrap(WireFormat.fingerprint(schema));
                assertThat(WriterSchemas.compiledIn(schema.getFullName(), fingerprint)
                                .map(found -> ByteBuffer.wrap(WireFormat.fingerprint(found))))
                        .as(schema.getFullName() + " of " + release)
                        .contains(fingerprint);
            }
        }
        assertThat(WriterSchemas.compiledIn("io.vfledger.avro.ReleaseVf", ByteBuffer.wrap(new byte[32])))
                .isEmpty();
    }

    @Test
    void areTheOnesThatAreCompiledIn() {
        Map<String, Schema> present = ReleasedSchemas.below(PRESENT);

        for (Topic topic : Topic.values()) {
            for (Schema compiled : TopicCatalogue.schemas(topic)) {
                assertThat(present).containsKey(compiled.getFullName());
                assertThat(ReleasedSchemas.incompatibilities(Map.of(compiled.getFullName(), compiled), present))
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'name':'f','type':'string','default':''}                                  | present one cannot read",
                "{'name':'f','type':'long','default':0}                                     | released one cannot read",
                "{'name':'g','type':'int'}                                                  | present one cannot read",
                "{'name':'f','type':{'type':'enum','name':'E','symbols':['X']},'default':'X'} | present one cannot read",
            })
    void refuseAChangeThatBreaksAReader(String field, String problem) {
        assertThat(ReleasedSchemas.incompatibilities(schema("{'name':'f','type':'int','default':0}"), schema(field)))
                .anySatisfy(found -> assertThat(found).contains(problem));
    }

    @Test
    void refuseTheLossOfARecordType() {
        assertThat(ReleasedSchemas.incompatibilities(schema("{'name':'f','type':'int','default':0}"), Map.of()))
                .singleElement()
                .asString()
                .contains("is gone");
    }

    @Test
    void takeAFieldThatHasADefault() {
        assertThat(ReleasedSchemas.incompatibilities(
                        schema("{'name':'f','type':'int','default':0}"),
                        schema("{'name':'f','type':'int','default':0},{'name':'g','type':'int','default':0}")))
                .isEmpty();
    }

    private static Map<String, Schema> schema(String fields) {
        Schema schema =
                SchemaParser.parseSingle(("{'type':'record','name':'A','fields':[" + fields + "]}").replace('\'', '"'));
        return Map.of(schema.getFullName(), schema);
    }

    @Test
    void learnsASchemaThatThisBuildCanReadAndNoOther() {
        Schema between = SchemaBuilder.record("ReleaseVf")
                .namespace("io.vfledger.avro")
                .fields()
                .optionalString("field_of_a_build_between")
                .endRecord();
        Schema unreadable = SchemaBuilder.record("ReleaseVf")
                .namespace("io.vfledger.avro")
                .fields()
                .requiredLong("node")
                .endRecord();
        Schema foreign =
                SchemaBuilder.record("Stranger").namespace("a").fields().endRecord();

        assertThat(WriterSchemas.learn(between)).isTrue();
        assertThat(WriterSchemas.learn(unreadable)).isFalse();
        assertThat(WriterSchemas.learn(foreign)).isFalse();

        assertThat(WriterSchemas.compiledIn(between.getFullName(), ByteBuffer.wrap(WireFormat.fingerprint(between))))
                .contains(between);
        assertThat(WriterSchemas.compiledIn(
                        "io.vfledger.avro.HoldVf", ByteBuffer.wrap(WireFormat.fingerprint(between))))
                .isEmpty();
        assertThat(WriterSchemas.compiledIn(
                        unreadable.getFullName(), ByteBuffer.wrap(WireFormat.fingerprint(unreadable))))
                .isEmpty();
    }
}
