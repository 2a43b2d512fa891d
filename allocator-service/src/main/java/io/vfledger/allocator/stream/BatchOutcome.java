package io.vfledger.allocator.stream;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.transaction.support.TransactionSynchronization;

/** Adopts what was decided once its transaction is known to be committed, and not before. */
final class BatchOutcome implements TransactionSynchronization {
    private final ServedPartitions partitions;
    private final List<ConsumerRecord<byte[], byte[]>> batch;
    private final AllocatorMetrics metrics;
    private final long begunAt = System.nanoTime();

    BatchOutcome(ServedPartitions partitions, List<ConsumerRecord<byte[], byte[]>> batch, AllocatorMetrics metrics) {
        this.partitions = partitions;
        this.batch = batch;
        this.metrics = metrics;
    }

    @Override
    public void afterCompletion(int status) {
        switch (status) {
            case STATUS_COMMITTED -> {
                partitions.committed(batch);
                metrics.committed(Duration.ofNanos(System.nanoTime() - begunAt), oldestInputMs());
                metrics.have(partitions::tally);
            }
            case STATUS_ROLLED_BACK -> {
                partitions.aborted();
                metrics.rolledBack("aborted");
            }
            default -> {
                partitions.unknown();
                metrics.rolledBack("unknown");
            }
        }
    }

    /** Timers alone keep nobody waiting. */
    private long oldestInputMs() {
        return batch.stream().mapToLong(ConsumerRecord::timestamp).min().orElse(Long.MAX_VALUE);
    }
}
