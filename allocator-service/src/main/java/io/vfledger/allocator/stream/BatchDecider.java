package io.vfledger.allocator.stream;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.messaging.Message;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Decides a poll's records inside the transaction that the container has begun and will commit with the offsets. */
final class BatchDecider implements Consumer<Message<List<ConsumerRecord<byte[], byte[]>>>> {
    private final ServedPartitions partitions;
    private final TransactionWriter writer;
    private final InstantSource clock;

    BatchDecider(ServedPartitions partitions, TransactionWriter writer, InstantSource clock) {
        this.partitions = partitions;
        this.writer = writer;
        this.clock = clock;
    }

    @Override
    public void accept(Message<List<ConsumerRecord<byte[], byte[]>>> message) {
        List<ConsumerRecord<byte[], byte[]>> batch = message.getPayload();
        TransactionSynchronizationManager.registerSynchronization(new BatchOutcome(partitions, batch));
        writer.write(partitions.prepare(batch, clock.instant()));
    }
}
