package io.vfledger.allocator.stream;

import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Decides batches inside the transaction that this thread is in. */
final class Batches {
    private final ServedPartitions partitions;
    private final TransactionWriter writer;
    private final AllocatorMetrics metrics;

    Batches(ServedPartitions partitions, TransactionWriter writer, AllocatorMetrics metrics) {
        this.partitions = partitions;
        this.writer = writer;
        this.metrics = metrics;
    }

    /** Decides a batch and the timers that are due, and writes what they lead to; adopted after the commit. */
    void decide(List<ConsumerRecord<byte[], byte[]>> batch, Instant now) {
        TransactionSynchronizationManager.registerSynchronization(new BatchOutcome(partitions, batch, metrics));
        writer.write(partitions.prepare(batch, now));
    }
}
