package io.vfledger.benchmarks.restore;

import io.vfledger.schemas.Topic;
import io.vfledger.schemas.TopicCatalogue;
import io.vfledger.schemas.wire.SchemaIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** The schemas of this build, numbered through: what a registry would tell, and tell once. */
final class CatalogueIds implements SchemaIds {
    private final List<Schema> schemas = new ArrayList<>();

    CatalogueIds() {
        for (Topic topic : Topic.values()) {
            schemas.addAll(TopicCatalogue.schemas(topic));
        }
    }

    @Override
    public int idOf(Topic topic, Schema schema) {
        return schemas.indexOf(schema);
    }

    @Override
    public Optional<Schema> schemaOf(int id) {
        return id >= 0 && id < schemas.size() ? Optional.of(schemas.get(id)) : Optional.empty();
    }
}
