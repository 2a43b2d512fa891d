package io.vfledger.allocator.stream;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.cloud.stream.binder.kafka.KafkaBindingRebalanceListener;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.transaction.KafkaAwareTransactionManager;
import org.springframework.messaging.Message;

/**
 * Puts the deciding of partitions behind the binder's one binding: sets its container up, takes partitions over, and
 * hands batches on.
 */
public final class PartitionHosting
        implements ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>>,
                KafkaBindingRebalanceListener,
                AutoCloseable {
    /** How often timers are looked at, and how long a poll waits for records. */
    private static final long TURN_MS = 100;

    private final ServedPartitions partitions;
    private final TransactionWriter writer = new TransactionWriter();
    private final Recovery recovery;
    private final IdleTurn idleTurn;
    private final BatchDecider decider;

    private final java.util.function.Consumer<String> onStopped;

    /**
     * @param restorer brings partitions back
     * @param clock of decisions and timers
     * @param onStopped told why when the consumer has stopped for good, which it does not when it is asked to
     */
    public PartitionHosting(
            Restorer restorer,
            InstantSource clock,
            AllocatorMetrics metrics,
            java.util.function.Consumer<String> onStopped) {
        this.onStopped = onStopped;
        partitions = new ServedPartitions(restorer);
        Batches batches = new Batches(partitions, writer, metrics);
        recovery = new Recovery(partitions, writer);
        idleTurn = new IdleTurn(partitions, batches, writer, recovery, clock, metrics);
        decider = new BatchDecider(batches, clock);
    }

    /** The function that the binding calls. */
    public java.util.function.Consumer<Message<List<ConsumerRecord<byte[], byte[]>>>> decider() {
        return decider;
    }

    /** What is served and what is not; empty before the first assignment. */
    public Optional<Map<Integer, PartitionStatus>> status() {
        return partitions.status();
    }

    @Override
    public void configure(AbstractMessageListenerContainer<?, ?> container, String destinations, String group) {
        ContainerProperties properties = container.getContainerProperties();
        KafkaAwareTransactionManager<?, ?> stock = Objects.requireNonNull(
                properties.getKafkaAwareTransactionManager(), "the binder has no transaction-id-prefix");
        @SuppressWarnings("unchecked") // the binder's producers and consumers are of bytes
        BatchTransactions transactions =
                new BatchTransactions((ProducerFactory<byte[], byte[]>) stock.getProducerFactory());
        writer.use(transactions);
        properties.setKafkaAwareTransactionManager(transactions);
        properties.setPollTimeout(TURN_MS);
        properties.setIdleEventInterval(TURN_MS);
        // Before the first record the container would wait five times as long.
        properties.setIdleBeforeDataMultiplier(1);
        properties.setStopContainerWhenFenced(false);
        @SuppressWarnings("unchecked") // as above
        AbstractMessageListenerContainer<byte[], byte[]> ofBytes =
                (AbstractMessageListenerContainer<byte[], byte[]>) container;
        ofBytes.setAfterRollbackProcessor(recovery);
        container.setApplicationEventPublisher(containerEvents());
    }

    /** Events of a container are published on its consumer's thread, where the state may be used. */
    private ApplicationEventPublisher containerEvents() {
        return event -> {
            if (event instanceof ListenerContainerIdleEvent idle) {
                idleTurn.take(idle.getConsumer());
            } else if (event instanceof ConsumerStoppedEvent stopped
                    && stopped.getReason() != ConsumerStoppedEvent.Reason.NORMAL) {
                onStopped.accept("the consumer has stopped: " + stopped.getReason());
            }
        };
    }

    /** Ends the producers; the binder leaves that to nobody. */
    @Override
    public void close() {
        writer.close();
    }

    @Override
    public void onPartitionsAssigned(
            String binding, Consumer<?, ?> consumer, Collection<TopicPartition> assigned, boolean initial) {
        recovery.takeOver(consumer, assigned);
    }
}
