package io.vfledger.allocator.stream;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.messaging.Message;

/** Decides a poll's records inside the transaction that the container has begun and will commit with the offsets. */
record BatchDecider(Batches batches, InstantSource clock)
        implements Consumer<Message<List<ConsumerRecord<byte[], byte[]>>>> {
    @Override
    public void accept(Message<List<ConsumerRecord<byte[], byte[]>>> message) {
        batches.decide(message.getPayload(), clock.instant());
    }
}
