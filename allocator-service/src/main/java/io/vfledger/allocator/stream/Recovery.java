package io.vfledger.allocator.stream;

import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.AfterRollbackProcessor;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ListenerUtils;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.transaction.TransactionException;

/**
 * What follows a batch that was not committed: its partitions are restored and read again from the committed offsets.
 * There is no number of attempts after which a record is given up. The stock processor would go back to the start of
 * the batch instead, which decides it twice where the commit took place and only its answer was lost.
 */
final class Recovery implements AfterRollbackProcessor<byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final long FIRST_PAUSE_MS = 20;
    private static final long LONGEST_PAUSE_MS = 2_000;

    private final ServedPartitions partitions;
    private final TransactionWriter writer;
    private long pauseMs = FIRST_PAUSE_MS;

    Recovery(ServedPartitions partitions, TransactionWriter writer) {
        this.partitions = partitions;
        this.writer = writer;
    }

    /**
     * Takes partitions over. What an earlier life of this instance left open is settled first: its offsets would hold
     * the restore up until the broker gives the transaction up.
     */
    void takeOver(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
        settle();
        partitions.assigned(consumer, assigned);
    }

    /** Restores what awaits it, finding the result of an open transaction out first. */
    void recover(Consumer<?, ?> consumer) {
        if (!partitions.anyUnknown() || settle()) {
            partitions.restoreAwaiting(consumer);
        }
    }

    /** The start of a producer of the same transactional id completes or aborts what the one before it left open. */
    private boolean settle() {
        try {
            writer.inTransaction(() -> {});
            return true;
        } catch (TransactionException | KafkaException e) {
            LOG.warn("the result of a transaction is not known yet, trying again", e);
            return false;
        }
    }

    @Override
    public void process(
            List<ConsumerRecord<byte[], byte[]>> records,
            Consumer<byte[], byte[]> consumer,
            MessageListenerContainer container,
            Exception exception,
            boolean recoverable,
            ContainerProperties.EOSMode eosMode) {
        try {
            ListenerUtils.stoppableSleep(container, pauseMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
        recover(consumer);
    }

    @Override
    public void processBatch(
            ConsumerRecords<byte[], byte[]> records,
            List<ConsumerRecord<byte[], byte[]>> recordList,
            Consumer<byte[], byte[]> consumer,
            MessageListenerContainer container,
            Exception exception,
            boolean recoverable,
            ContainerProperties.EOSMode eosMode) {
        process(recordList, consumer, container, exception, recoverable, eosMode);
    }

    @Override
    public void clearThreadState() {
        pauseMs = FIRST_PAUSE_MS;
    }
}
