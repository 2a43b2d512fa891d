package io.vfledger.allocator.stream;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the consumer's thread does when there are no records: late restores, and timers that are due. */
final class IdleTurn {
    private static final Logger LOG = LoggerFactory.getLogger(IdleTurn.class);

    private final ServedPartitions partitions;
    private final Batches batches;
    private final TransactionWriter writer;
    private final Recovery recovery;
    private final InstantSource clock;
    private final AllocatorMetrics metrics;

    IdleTurn(
            ServedPartitions partitions,
            Batches batches,
            TransactionWriter writer,
            Recovery recovery,
            InstantSource clock,
            AllocatorMetrics metrics) {
        this.partitions = partitions;
        this.batches = batches;
        this.writer = writer;
        this.recovery = recovery;
        this.clock = clock;
        this.metrics = metrics;
    }

    void take(Consumer<?, ?> consumer) {
        if (partitions.anyAwaiting()) {
            recovery.recover(consumer);
        }
        Instant now = clock.instant();
        if (partitions.timerDue(now)) {
            fireTimers(consumer, now);
        }
        metrics.idle();
        metrics.have(partitions::tally);
    }

    private void fireTimers(Consumer<?, ?> consumer, Instant now) {
        try {
            writer.inTransaction(() -> {
                batches.decide(List.of(), now);
                // They do not move, but only a member that still has the partitions may write them: the fence.
                writer.claim(partitions.claimed(), consumer.groupMetadata());
            });
        } catch (RuntimeException e) {
            LOG.warn("timers could not be fired, trying again", e);
            recovery.recover(consumer);
        }
    }
}
