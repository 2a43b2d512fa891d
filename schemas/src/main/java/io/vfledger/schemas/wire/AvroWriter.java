package io.vfledger.schemas.wire;

import io.vfledger.schemas.Topic;
import io.vfledger.schemas.TopicCatalogue;
import org.apache.avro.specific.SpecificRecord;

/** Makes values for topics. Never registers a schema: the installer does. Safe for use by many threads. */
public final class AvroWriter {
    private final SchemaIds ids;

    public AvroWriter(SchemaIds ids) {
        this.ids = ids;
    }

    /**
     * Looks the ids of all of a topic's record types up, so that a later write needs no registry. Call it at start.
     *
     * @throws RegistryException when the registry did not answer, or did not have them, for too long
     */
    public void prepare(Topic topic) {
        TopicCatalogue.schemas(topic).forEach(schema -> ids.idOf(topic, schema));
    }

    /**
     * The value of a record.
     *
     * @throws IllegalArgumentException when the catalogue does not have that type on that topic, or the value is larger
     *     than the topic takes
     * @throws RegistryException when its schema's id is not known and the registry did not tell for too long
     */
    public byte[] write(Topic topic, SpecificRecord record) {
        if (!topic.recordTypes().contains(record.getClass())) {
            throw new IllegalArgumentException(record.getSchema().getName() + " is not a record of topic "
                    + topic.topicName() + ", which takes "
                    + topic.recordTypes().stream().map(Class::getSimpleName).toList());
        }
        byte[] value = WireFormat.value(ids.idOf(topic, record.getSchema()), WireFormat.body(record));
        if (value.length > topic.maxMessageBytes()) {
            throw new IllegalArgumentException(record.getSchema().getName() + " of " + value.length
                    + " bytes is larger than the " + topic.maxMessageBytes() + " that topic " + topic.topicName()
                    + " takes");
        }
        return value;
    }
}
