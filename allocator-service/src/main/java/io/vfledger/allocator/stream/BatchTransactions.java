package io.vfledger.allocator.stream;

import java.time.Duration;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.transaction.KafkaTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/**
 * The binder's transaction manager, with two differences. Synchronizations are on, because state is adopted in one. A
 * failed commit is reported as unknown: the stock one would try to abort, the producer factory would ignore the abort
 * of a failed producer, and a batch that was committed would count as rolled back.
 */
final class BatchTransactions extends KafkaTransactionManager<byte[], byte[]> {
    private static final long serialVersionUID = 1L;

    /** How long a producer that failed may take to end. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

    @SuppressWarnings("this-escape") // the setter of the superclass is final
    BatchTransactions(ProducerFactory<byte[], byte[]> producers) {
        super(producers);
        setTransactionSynchronization(SYNCHRONIZATION_ALWAYS);
        setCloseTimeout(CLOSE_PATIENCE);
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        try {
            super.doCommit(status);
        } catch (RuntimeException e) {
            throw new CommitUnknownException(e);
        }
    }
}
