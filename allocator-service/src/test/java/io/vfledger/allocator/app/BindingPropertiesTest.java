package io.vfledger.allocator.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.schemas.ConnectionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.cloud.stream.binder.kafka.properties.KafkaBinderConfigurationProperties;

/** What the binder makes of the settings, by its own classes. */
class BindingPropertiesTest {
    @TempDir
    Path directory;

    private Map<String, String> security = Map.of();

    @BeforeEach
    void writeTrustStore() throws IOException {
        // The binder looks for a store that is no file in its archive, and fails.
        Path store = Files.writeString(directory.resolve("kafka-ca.pem"), "certificates");
        security = Map.of(
                "security.protocol", "SASL_SSL",
                "sasl.mechanism", "SCRAM-SHA-512",
                "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"a\" password=\"b=c;d\";",
                "ssl.truststore.location", store.toString(),
                "ssl.truststore.type", "PEM",
                "ssl.endpoint.identification.algorithm", "");
    }

    private KafkaBinderConfigurationProperties bound() {
        ConnectionSettings connections =
                new ConnectionSettings("broker:9093", "https://registry.example", security, false);
        Map<String, Object> all =
                BindingProperties.of(new AllocatorSettings("allocator-0", 0, "127.0.0.1", "test"), connections);
        var properties = new KafkaBinderConfigurationProperties(
                new KafkaProperties(), new DefaultListableBeanFactory().getBeanProvider(KafkaConnectionDetails.class));
        return new Binder(new MapConfigurationPropertySource(all))
                .bind("spring.cloud.stream.kafka.binder", Bindable.ofInstance(properties))
                .get();
    }

    @Test
    void securityReachesTheConsumer() {
        assertThat(bound().mergedConsumerConfiguration()).containsAllEntriesOf(security);
    }

    @Test
    void securityReachesTheTransactionalProducer() {
        KafkaBinderConfigurationProperties bound = bound();
        assertThat(bound.mergedProducerConfiguration()).containsAllEntriesOf(security);
        assertThat(bound.getTransaction().getProducer().getConfiguration())
                .as("what overrides it")
                .doesNotContainKeys(security.keySet().toArray(String[]::new));
    }

    @Test
    void securityReachesTheBindersAdmin() {
        assertThat(bound().getConfiguration()).containsAllEntriesOf(security);
    }
}
