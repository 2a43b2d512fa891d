package io.vfledger.allocator.stream;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.transaction.support.TransactionSynchronization;

/** Adopts what was decided once its transaction is known to be committed, and not before. */
record BatchOutcome(ServedPartitions partitions, List<ConsumerRecord<byte[], byte[]>> batch)
        implements TransactionSynchronization {
    @Override
    public void afterCompletion(int status) {
        switch (status) {
            case STATUS_COMMITTED -> partitions.committed(batch);
            case STATUS_ROLLED_BACK -> partitions.aborted();
            default -> partitions.unknown();
        }
    }
}
