package io.vfledger.allocator.stream;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaResourceHolder;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes into the transaction that this thread is in. */
final class TransactionWriter {
    private @Nullable BatchTransactions transactions;

    /** Names the transactions; once, before the consumer starts. */
    void use(BatchTransactions those) {
        transactions = those;
    }

    /** Runs in a transaction of its own. */
    void inTransaction(Runnable action) {
        new TransactionTemplate(transactions()).executeWithoutResult(status -> action.run());
    }

    /** Hands records to the producer; an error shows when the transaction commits. */
    void write(List<ProducerRecord<byte[], byte[]>> records) {
        Producer<byte[], byte[]> producer = producer();
        for (ProducerRecord<byte[], byte[]> record : records) {
            // A send that fails makes the commit of its transaction fail, so the future is of no further use.
            var _ = producer.send(record);
        }
    }

    /** Adds offsets to the transaction; the broker refuses them from a member that the group has moved on from. */
    void claim(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata member) {
        producer().sendOffsetsToTransaction(offsets, member);
    }

    /** Ends the producers. */
    void close() {
        if (transactions != null
                && transactions.getProducerFactory() instanceof DefaultKafkaProducerFactory<?, ?> used) {
            used.destroy();
        }
    }

    private Producer<byte[], byte[]> producer() {
        ProducerFactory<byte[], byte[]> factory = transactions().getProducerFactory();
        if (TransactionSynchronizationManager.getResource(factory) instanceof KafkaResourceHolder<?, ?> holder) {
            @SuppressWarnings("unchecked") // bound by the manager of this very factory
            Producer<byte[], byte[]> producer = (Producer<byte[], byte[]>) holder.getProducer();
            return producer;
        }
        throw new IllegalStateException("not in a transaction");
    }

    private BatchTransactions transactions() {
        return Objects.requireNonNull(transactions, "the container was not set up");
    }
}
