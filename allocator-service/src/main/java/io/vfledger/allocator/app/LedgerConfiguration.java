package io.vfledger.allocator.app;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vfledger.allocator.stream.AllocatorMetrics;
import io.vfledger.allocator.stream.LedgerRestorer;
import io.vfledger.allocator.stream.PartitionHosting;
import io.vfledger.allocator.stream.Restorer;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.wire.AvroReader;
import io.vfledger.schemas.wire.AvroWriter;
import io.vfledger.schemas.wire.RegistryClients;
import io.vfledger.schemas.wire.RegistrySchemaIds;
import io.vfledger.schemas.wire.SchemaIds;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What decides: the ledger's partitions, with schemas from the registry. */
@Configuration(proxyBeanMethods = false)
class LedgerConfiguration {
    /** Well within the time that a transaction may take; the batch is tried again after it. */
    private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(2);

    @Bean
    SchemaIds schemaIds(ConnectionSettings connections) {
        return new RegistrySchemaIds(
                RegistryClients.connect(connections), connections.registryUrl(), REGISTRY_PATIENCE);
    }

    @Bean
    AvroWriter avroWriter(SchemaIds ids) {
        return new AvroWriter(ids);
    }

    @Bean
    StartGate startGate(ConnectionSettings connections, AvroWriter writer) {
        return new StartGate(connections, writer).begin();
    }

    @Bean
    Restorer restorer(
            ConnectionSettings connections,
            SchemaIds ids,
            AvroWriter writer,
            StartGate gate,
            AllocatorMetrics metrics,
            AllocatorSettings settings) {
        return new LedgerRestorer(
                connections, new AvroReader(ids), writer, gate::partitions, settings.build(), metrics);
    }

    @Bean
    HealthServer healthServer(
            AllocatorSettings settings, StartGate gate, PartitionHosting hosting, PrometheusMeterRegistry registry) {
        return new HealthServer(settings, new ServiceHealth(gate::waitingFor, hosting::status), registry);
    }
}
