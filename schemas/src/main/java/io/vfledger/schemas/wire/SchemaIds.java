package io.vfledger.schemas.wire;

import io.vfledger.schemas.Topic;
import java.util.Optional;
import org.apache.avro.Schema;

/** Translates between schemas and their ids in the registry. Safe for use by many threads. */
public interface SchemaIds {
    /**
     * The id under which a compiled-in schema is registered for a topic; asked of the registry once.
     *
     * @throws RegistryException when the registry did not answer, or did not have the schema, for too long
     */
    int idOf(Topic topic, Schema schema);

    /**
     * The schema of an id; asked of the registry once.
     *
     * @return empty where the registry answered that it has none
     * @throws RegistryException when the registry did not answer for too long
     */
    Optional<Schema> schemaOf(int id);
}
