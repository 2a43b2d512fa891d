package io.vfledger.allocator.app;

import io.vfledger.allocator.stream.PartitionHosting;
import io.vfledger.allocator.stream.RecordBatchConverter;
import io.vfledger.allocator.stream.Restorer;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
    @Bean
    PartitionHosting hosting(Restorer restorer) {
        return new PartitionHosting(restorer, InstantSource.system());
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
}
