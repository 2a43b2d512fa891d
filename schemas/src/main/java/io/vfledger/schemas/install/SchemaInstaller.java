package io.vfledger.schemas.install;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.TopicCatalogue;
import io.vfledger.schemas.wire.RegistryClients;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;

/** Registers the schemas of the catalogue. Nobody else does: auto-registration is off everywhere. */
public final class SchemaInstaller {
    /** Every reader reads what every writer ever wrote, and the other way round. */
    public static final String COMPATIBILITY = "FULL_TRANSITIVE";

    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;

    private final SchemaRegistryClient client;

    public SchemaInstaller(SchemaRegistryClient client) {
        this.client = client;
    }

    /**
     * Sets the compatibility of the registry and of each subject, and registers what is not there.
     *
     * @return refused where the registry finds a schema incompatible with an earlier one
     * @throws InstallException when the registry does not answer or fails
     */
    public Installation install() {
        List<String> created = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        ask("set the registry's compatibility", () -> client.updateCompatibility(null, COMPATIBILITY));
        Set<String> present = Set.copyOf(ask("list the registry's subjects", client::getAllSubjects));
        for (Topic topic : Topic.values()) {
            for (Schema schema : TopicCatalogue.schemas(topic)) {
                String subject = TopicCatalogue.subject(topic, schema.getFullName());
                if (!present.contains(subject)) {
                    created.add(subject);
                }
                register(subject, schema, problems);
            }
        }
        return problems.isEmpty() ? new Installation.Ready(created) : new Installation.Refused(problems);
    }

    private void register(String subject, Schema schema, List<String> problems) {
        ask("set the compatibility of " + subject, () -> client.updateCompatibility(subject, COMPATIBILITY));
        ask("register " + subject, () -> {
            try {
                return client.register(subject, RegistryClients.registeredForm(schema));
            } catch (RestClientException e) {
                if (e.getStatus() != CONFLICT && e.getStatus() != UNPROCESSABLE) {
                    throw e;
                }
                problems.add(subject + " is not " + COMPATIBILITY
                        + " compatible with what is registered; this build must not run on this registry: "
                        + e.getMessage());
                return 0;
            }
        });
    }

    private static <T> T ask(String operation, Question<T> question) {
        try {
            return question.ask();
        } catch (IOException | RestClientException e) {
            throw new InstallException(operation, e);
        }
    }

    private interface Question<T> {
        T ask() throws IOException, RestClientException;
    }
}
