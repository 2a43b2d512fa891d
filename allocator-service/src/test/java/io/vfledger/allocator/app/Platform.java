package io.vfledger.allocator.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.vfledger.allocator.stream.InputTopics;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.Durability;
import io.vfledger.schemas.install.Installation;
import io.vfledger.schemas.install.SchemaInstaller;
import io.vfledger.schemas.install.TopicInstaller;
import io.vfledger.schemas.wire.RegistryClients;
import io.vfledger.schemas.wire.RegistrySchemaIds;
import io.vfledger.schemas.wire.SchemaIds;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** Broker and registry with everything installed. */
final class Platform implements AutoCloseable {
    private final TestBroker broker = new TestBroker();
    private final TestRegistry registry = new TestRegistry();
    private final ConnectionSettings connections =
            new ConnectionSettings(broker.address(), registry.url(), Map.of(), true);
    private final SchemaIds ids;

    Platform() throws IOException {
        SchemaRegistryClient client = RegistryClients.connect(connections);
        ids = new RegistrySchemaIds(client, registry.url(), Duration.ofSeconds(10));
        try (Admin admin = broker.admin()) {
            assertThat(new TopicInstaller(admin, TestBroker.PARTITIONS, Durability.SINGLE_BROKER).install())
                    .isInstanceOf(Installation.Ready.class);
        }
        assertThat(new SchemaInstaller(client).install()).isInstanceOf(Installation.Ready.class);
    }

    TestBroker broker() {
        return broker;
    }

    ConnectionSettings connections() {
        return connections;
    }

    SchemaIds ids() {
        return ids;
    }

    AllocatorProcess allocator(String instanceId) throws IOException {
        return new AllocatorProcess(instanceId, broker.address(), registry.url());
    }

    SimulatedNode node(String name, int vfs) {
        return new SimulatedNode(name, vfs, connections, ids);
    }

    /** Whether the group's offsets are at the end of every input. */
    boolean allDecided() {
        Map<TopicPartition, Long> committed = broker.committed(BindingProperties.GROUP);
        return broker.ends(InputTopics.NAMES).entrySet().stream()
                .allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    @Override
    public void close() {
        registry.close();
        broker.close();
    }
}
