package io.vfledger.allocator.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vfledger.allocator.stream.AllocatorMetrics;
import io.vfledger.allocator.stream.PartitionHosting;
import io.vfledger.allocator.stream.RecordBatchConverter;
import io.vfledger.allocator.stream.Restorer;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.stream.binder.kafka.config.ClientFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.DefaultTransactionIdSuffixStrategy;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.messaging.Message;

/** What hosts partitions, whatever decides them. */
@Configuration(proxyBeanMethods = false)
public class HostingConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(HostingConfiguration.class);
    private static final int EXIT_STOPPED = 3;

    @Bean
    PrometheusMeterRegistry meterRegistry() {
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }

    @Bean
    AllocatorMetrics allocatorMetrics(MeterRegistry registry) {
        return new AllocatorMetrics(registry, InstantSource.system());
    }

    @Bean
    PartitionHosting hosting(Restorer restorer, AllocatorMetrics metrics) {
        return new PartitionHosting(restorer, InstantSource.system(), metrics, HostingConfiguration::end);
    }

    @Bean
    Consumer<Message<List<ConsumerRecord<byte[], byte[]>>>> decide(PartitionHosting hosting) {
        return hosting.decider();
    }

    @Bean
    RecordBatchConverter recordBatches() {
        return new RecordBatchConverter();
    }

    /** One transactional id for ever, so that a new producer settles what the one before it left open. */
    @Bean
    ClientFactoryCustomizer oneTransactionalId() {
        return new ClientFactoryCustomizer() {
            @Override
            public void configure(ProducerFactory<?, ?> factory) {
                if (factory instanceof DefaultKafkaProducerFactory<?, ?> producers && factory.transactionCapable()) {
                    producers.setTransactionIdSuffixStrategy(new DefaultTransactionIdSuffixStrategy(1));
                }
            }
        };
    }

    /** A consumer that has stopped for good does not come back in this process; whoever runs it starts another. */
    private static void end(String why) {
        LOG.error("{}; ending", why);
        // Not on the consumer's own thread, which the end waits for.
        Thread.ofPlatform().name("end").start(() -> System.exit(EXIT_STOPPED));
    }
}
