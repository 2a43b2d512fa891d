package io.vfledger.schemas.wire;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import io.vfledger.schemas.ConnectionSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** Makes registry clients, and the form in which schemas are registered. */
public final class RegistryClients {
    private static final int CACHED_SCHEMAS = 1_000;

    /** Longest wait for a connection, and then for an answer. */
    private static final int TIMEOUT_MS = 5_000;

    private RegistryClients() {}

    /** A client of the registry that the settings name; {@code mock://scope} is one in memory. */
    public static SchemaRegistryClient connect(ConnectionSettings settings) {
        Map<String, Object> options = new HashMap<>();
        options.put("http.connect.timeout.ms", TIMEOUT_MS);
        options.put("http.read.timeout.ms", TIMEOUT_MS);
        options.putAll(settings.registry());
        return SchemaRegistryClientFactory.newClient(
                List.of(settings.registryUrl()), CACHED_SCHEMAS, List.of(new AvroSchemaProvider()), options, Map.of());
    }

    /** A compiled-in schema as it is registered: without the hints for Avro's Java code generator. */
    public static AvroSchema registeredForm(Schema schema) {
        // The canonical hint is a property of each string type; a reader in another language has no use for it.
        return new AvroSchema(
                schema.toString().replace("{\"type\":\"string\",\"avro.java.string\":\"String\"}", "\"string\""));
    }
}
