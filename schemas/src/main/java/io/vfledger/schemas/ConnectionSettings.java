package io.vfledger.schemas;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Where the broker and the registry are, and how to talk to them: the same for every process.
 *
 * @param bootstrapServers {@code host:port}, comma separated ({@code VFL_BOOTSTRAP_SERVERS})
 * @param registryUrl base URL of the Confluent API ({@code VFL_REGISTRY_URL})
 * @param extra further client settings, passed through unchanged: TLS, SASL; those that begin with
 *     {@code schema.registry.} are the registry client's (content of the file {@code VFL_KAFKA_PROPERTIES})
 * @param singleBroker accept topics that are on one broker only ({@code VFL_SINGLE_BROKER=true})
 */
public record ConnectionSettings(
        String bootstrapServers, String registryUrl, Map<String, String> extra, boolean singleBroker) {
    /** Bootstrap servers of the one-machine platform on its default ports. */
    public static final String DEFAULT_BOOTSTRAP_SERVERS = "127.0.0.1:19092";

    /** Registry of the one-machine platform on its default ports. */
    public static final String DEFAULT_REGISTRY_URL = "http://127.0.0.1:19091/apis/ccompat/v7";

    private static final String REGISTRY_PREFIX = "schema.registry.";

    public ConnectionSettings {
        if (bootstrapServers.isBlank() || registryUrl.isBlank()) {
            throw new IllegalArgumentException("bootstrap servers '" + bootstrapServers + "' and registry URL '"
                    + registryUrl + "' must not be empty");
        }
        extra = Map.copyOf(extra);
    }

    /**
     * Reads them from the environment; what is not set is as on the one-machine platform.
     *
     * @throws IllegalArgumentException when the file of {@code VFL_KAFKA_PROPERTIES} cannot be read
     */
    public static ConnectionSettings fromEnvironment(Map<String, String> environment) {
        String file = environment.getOrDefault("VFL_KAFKA_PROPERTIES", "");
        return new ConnectionSettings(
                environment.getOrDefault("VFL_BOOTSTRAP_SERVERS", DEFAULT_BOOTSTRAP_SERVERS),
                environment.getOrDefault("VFL_REGISTRY_URL", DEFAULT_REGISTRY_URL),
                file.isEmpty() ? Map.of() : read(Path.of(file)),
                Boolean.parseBoolean(environment.getOrDefault("VFL_SINGLE_BROKER", "false")));
    }

    /** What the topics must have. */
    public Durability durability() {
        return singleBroker ? Durability.SINGLE_BROKER : Durability.REPLICATED;
    }

    /** Settings of an {@code Admin} client. */
    public Map<String, Object> admin(String clientId) {
        return kafka(clientId);
    }

    /**
     * Settings of a producer on the request path: acknowledged by all replicas, idempotent, sent at once. Keys and
     * values are bytes; serializers are the caller's.
     */
    public Map<String, Object> producer(String clientId) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("linger.ms", 0);
        // The defaults stall back-to-back transactions by 100 ms (KAFKA-20000).
        settings.put("retry.backoff.ms", 1);
        settings.put("retry.backoff.max.ms", 5);
        settings.put("max.request.size", Topic.LEDGER.maxMessageBytes());
        settings.putAll(kafka(clientId));
        return settings;
    }

    /** Settings of a consumer: committed records only, no offset invented. Deserializers are the caller's. */
    public Map<String, Object> consumer(String clientId) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "none");
        settings.put("allow.auto.create.topics", false);
        settings.putAll(kafka(clientId));
        return settings;
    }

    /** Settings of the registry client: those of {@link #extra} that are meant for it. */
    public Map<String, Object> registry() {
        Map<String, Object> settings = new HashMap<>();
        extra.forEach((name, value) -> {
            if (name.startsWith(REGISTRY_PREFIX)) {
                settings.put(name, value);
            }
        });
        return settings;
    }

    private Map<String, Object> kafka(String clientId) {
        Map<String, Object> settings = new HashMap<>();
        extra.forEach((name, value) -> {
            if (!name.startsWith(REGISTRY_PREFIX)) {
                settings.put(name, value);
            }
        });
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("client.id", clientId);
        return settings;
    }

    private static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "VFL_KAFKA_PROPERTIES names '" + file + "', which cannot be read; give a readable .properties file",
                    e);
        }
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }
}
