package io.vfledger.allocator.stream;

import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Decides everything of one partition number. Called by the consumer's thread alone; between {@link #prepare} and
 * {@link #committed} or {@link #aborted} nothing else is called. A task whose transaction has an unknown result is
 * thrown away, never asked again.
 */
public interface PartitionTask {
    /**
     * Decides a batch and the timers that are due, on an overlay.
     *
     * @param batch inputs of this partition in the order to decide them in; may be empty
     * @param now decision time
     * @return what the transaction has to write, in order
     */
    List<ProducerRecord<byte[], byte[]>> prepare(List<ConsumerRecord<byte[], byte[]>> batch, Instant now);

    /** Whether a timer is due, so that a transaction is worth its cost. */
    boolean timerDue(Instant now);

    /** Adopts what was prepared: the transaction is committed. */
    void committed();

    /** Forgets what was prepared: the transaction is aborted. */
    void aborted();

    /** What its nodes have, without what is prepared. */
    Tally tally();
}
