package io.vfledger.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionSettingsTest {
    @Test
    void isTheOneMachinePlatformWhereNothingIsSet() {
        ConnectionSettings settings = ConnectionSettings.fromEnvironment(Map.of());

        assertThat(settings.bootstrapServers()).isEqualTo("127.0.0.1:19092");
        assertThat(settings.registryUrl()).isEqualTo("http://127.0.0.1:19091/apis/ccompat/v7");
        assertThat(settings.durability()).isEqualTo(Durability.REPLICATED);
    }

    @Test
    void passesSecuritySettingsThroughToTheClientTheyAreFor(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("kafka.properties"), """
                security.protocol=SASL_SSL
                sasl.mechanism=SCRAM-SHA-512
                schema.registry.basic.auth.user.info=a:b
                """);
        ConnectionSettings settings = ConnectionSettings.fromEnvironment(Map.of(
                "VFL_KAFKA_PROPERTIES", file.toString(),
                "VFL_BOOTSTRAP_SERVERS", "kafka:9093",
                "VFL_SINGLE_BROKER", "true"));

        assertThat(settings.producer("p"))
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("bootstrap.servers", "kafka:9093")
                .containsEntry("acks", "all")
                .doesNotContainKey("schema.registry.basic.auth.user.info");
        assertThat(settings.consumer("c"))
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("isolation.level", "read_committed");
        assertThat(settings.registry()).containsOnlyKeys("schema.registry.basic.auth.user.info");
        assertThat(settings.durability()).isEqualTo(Durability.SINGLE_BROKER);
    }

    @Test
    void refusesAFileThatCannotBeRead() {
        assertThatThrownBy(() -> ConnectionSettings.fromEnvironment(Map.of("VFL_KAFKA_PROPERTIES", "/no/such/file")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/no/such/file");
    }
}
