package io.vfledger.allocator.app;

import io.vfledger.allocator.stream.InputTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** A real broker in this JVM, with the clients that tests look at it with. */
final class TestBroker implements AutoCloseable {
    static final int PARTITIONS = 4;

    private final EmbeddedKafkaKraftBroker broker;
    private final KafkaProducer<byte[], byte[]> producer;

    TestBroker(String... topics) {
        broker = new EmbeddedKafkaKraftBroker(1, PARTITIONS, topics);
        broker.brokerProperties(Map.of(
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "offsets.topic.num.partitions", "2",
                "transaction.state.log.num.partitions", "2",
                "transaction.abort.timed.out.transaction.cleanup.interval.ms", "500",
                "group.initial.rebalance.delay.ms", "0",
                "add.partitions.to.txn.retry.backoff.ms", "1"));
        broker.afterPropertiesSet();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", address(), "acks", "all", "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    String address() {
        return broker.getBrokersAsString();
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", address()));
    }

    /** Starts the group at the beginning of every input topic. */
    void startGroupAtZero(String group) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (String topic : InputTopics.NAMES) {
            for (int number = 0; number < PARTITIONS; number++) {
                offsets.put(new TopicPartition(topic, number), new OffsetAndMetadata(0));
            }
        }
        try (Admin admin = admin()) {
            admin.alterConsumerGroupOffsets(group, offsets).all().get();
        }
    }

    Map<TopicPartition, Long> committed(String group) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        try (Admin admin = admin()) {
            admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, offset) -> offsets.put(partition, offset.offset()));
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("list the offsets of " + group, e);
        }
        return offsets;
    }

    /** The offset after the last record of each partition; producers of these topics use no transactions. */
    Map<TopicPartition, Long> ends(List<String> topics) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (String topic : topics) {
            for (int number = 0; number < PARTITIONS; number++) {
                asked.put(new TopicPartition(topic, number), OffsetSpec.latest());
            }
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        try (Admin admin = admin()) {
            admin.listOffsets(asked).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("list the ends of " + topics, e);
        }
        return ends;
    }

    void send(String topic, int partition, byte[] key, byte[] value) {
        var _ = producer.send(new ProducerRecord<>(topic, partition, key, value));
    }

    void flush() {
        producer.flush();
    }

    /** Committed records of a topic, each partition in its order. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        address(),
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int number = 0; number < PARTITIONS; number++) {
                partitions.add(new TopicPartition(topic, number));
            }
            consumer.assign(partitions);
            Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < end.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    @Override
    public void close() {
        producer.close();
        broker.destroy();
    }
}
