package io.vfledger.fuzzing;

import io.vfledger.ledger.InputCodec;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.TopicCatalogue;
import io.vfledger.schemas.wire.AvroReader;
import io.vfledger.schemas.wire.Decoded;
import io.vfledger.schemas.wire.SchemaIds;
import io.vfledger.schemas.wire.WireFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Values of topics, as agents and services read them. The first byte picks the topic. */
final class RecordTarget implements Target {
    private static final List<Topic> TOPICS = List.of(Topic.values());
    private static final Set<Topic> INPUTS =
            Set.of(Topic.INVENTORY, Topic.SCHEDULING, Topic.CNI_REQUESTS, Topic.OUTCOMES);

    /** A registry that has every schema of this build, numbered. */
    private static final class Numbered implements SchemaIds {
        private final List<Schema> schemas = TOPICS.stream()
                .flatMap(topic -> TopicCatalogue.schemas(topic).stream())
                .toList();

        @Override
        public int idOf(Topic topic, Schema schema) {
            return schemas.indexOf(schema);
        }

        @Override
        public Optional<Schema> schemaOf(int id) {
            return id >= 0 && id < schemas.size() ? Optional.of(schemas.get(id)) : Optional.empty();
        }
    }

    private final Numbered ids = new Numbered();
    private final AvroReader reader = new AvroReader(ids);

    @Override
    public void feed(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Topic topic = TOPICS.get((input[0] & 0xff) % TOPICS.size());
        if (reader.read(topic, Arrays.copyOfRange(input, 1, input.length)) instanceof Decoded.Value value
                && INPUTS.contains(topic)) {
            try {
                InputCodec.decode(value.record());
            } catch (IllegalArgumentException e) {
                // the declared refusal: such a record goes to dead-letter
            }
        }
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            for (Class<? extends SpecificRecord> type : topic.recordTypes()) {
                Schema schema = TopicCatalogue.schemaOf(type);
                byte[] value = WireFormat.value(ids.idOf(topic, schema), WireFormat.body(defaults(type, schema)));
                byte[] seed = new byte[1 + value.length];
                seed[0] = (byte) TOPICS.indexOf(topic);
                System.arraycopy(value, 0, seed, 1, value.length);
                seeds.add(seed);
            }
        }
        return seeds;
    }

    /** Every field of the contract has a default. */
    private static SpecificRecord defaults(Class<? extends SpecificRecord> type, Schema schema) {
        SpecificData model = SpecificData.getForClass(type);
        SpecificRecord record = type.cast(SpecificData.newInstance(type, schema));
        for (Schema.Field field : schema.getFields()) {
            record.put(field.pos(), model.deepCopy(field.schema(), model.getDefaultValue(field)));
        }
        return record;
    }
}
