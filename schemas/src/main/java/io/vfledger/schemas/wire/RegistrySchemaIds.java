package io.vfledger.schemas.wire;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.TopicCatalogue;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * Ids from a Confluent-compatible registry, kept for ever once known: a registry that is away is an outage only for a
 * schema that this process has never seen. The registry is asked again, 100 ms doubling to 2 s apart, until it answers
 * or the patience is at its end.
 */
public final class RegistrySchemaIds implements SchemaIds {
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 2_000;
    private static final int NOT_FOUND = 404;

    private final SchemaRegistryClient client;
    private final String url;
    private final Duration patience;
    private final Map<String, Integer> idsBySubject = new ConcurrentHashMap<>();
    private final Map<Integer, Schema> schemasById = new ConcurrentHashMap<>();

    /**
     * @param client asks the registry
     * @param url of the registry, for messages
     * @param patience how long one question may take with its retries
     */
    public RegistrySchemaIds(SchemaRegistryClient client, String url, Duration patience) {
        this.client = client;
        this.url = url;
        this.patience = patience;
    }

    @Override
    public int idOf(Topic topic, Schema schema) {
        String subject = TopicCatalogue.subject(topic, schema.getFullName());
        Integer known = idsBySubject.get(subject);
        if (known != null) {
            return known;
        }
        AvroSchema registered = RegistryClients.registeredForm(schema);
        // A subject or schema that is not there yet may be on its way: the installer starts with everything else.
        int id = untilAnswered(
                "look up the id of " + subject + " in the registry " + url, () -> client.getId(subject, registered));
        idsBySubject.put(subject, id);
        schemasById.put(id, registered.rawSchema());
        return id;
    }

    @Override
    public Optional<Schema> schemaOf(int id) {
        Schema known = schemasById.get(id);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Schema> found =
                untilAnswered("look up the schema with id " + id + " in the registry " + url, () -> askSchema(id));
        found.ifPresent(schema -> schemasById.put(id, schema));
        return found;
    }

    private Optional<Schema> askSchema(int id) throws IOException, RestClientException {
        try {
            return client.getSchemaById(id).rawSchema() instanceof Schema schema
                    ? Optional.of(schema)
                    : Optional.empty();
        } catch (RestClientException e) {
            if (e.getStatus() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private <T> T untilAnswered(String operation, Question<T> question) {
        long giveUpAt = System.nanoTime() + patience.toNanos();
        long pauseMs = FIRST_PAUSE_MS;
        while (true) {
            try {
                return question.ask();
            } catch (IOException | RestClientException e) {
                if (System.nanoTime() + Duration.ofMillis(pauseMs).toNanos() > giveUpAt) {
                    throw new RegistryException(operation, e);
                }
            }
            pause(operation, pauseMs);
            pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
        }
    }

    private static void pause(String operation, long pauseMs) {
        try {
            Thread.sleep(pauseMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryException(operation, e);
        }
    }

    private interface Question<T> {
        T ask() throws IOException, RestClientException;
    }
}
