package io.vfledger.benchmarks.request;

import io.vfledger.schemas.ConnectionSettings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What the broker itself costs: a record that is passed on twice before it comes back, without state, transaction or
 * disk of ours; and one produced record, acknowledged.
 */
final class Floor implements AutoCloseable {
    private static final List<String> HOPS = List.of("benchmark-hop-1", "benchmark-hop-2", "benchmark-hop-3");
    private static final String SINGLE = "benchmark-produce";
    private static final Duration POLL = Duration.ofMillis(20);
    private static final long PATIENCE_S = 60;

    private final ConnectionSettings connection;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<Integer, CompletableFuture<Void>> open = new ConcurrentHashMap<>();
    private volatile boolean ended;

    private Floor(ConnectionSettings connection) {
        this.connection = connection;
        producer = producer("benchmark-floor");
    }

    static Floor start(ConnectionSettings connection) throws InterruptedException, ExecutionException {
        List<NewTopic> topics = new ArrayList<>();
        HOPS.forEach(name -> topics.add(new NewTopic(name, Optional.of(1), Optional.empty())));
        topics.add(new NewTopic(SINGLE, Optional.of(1), Optional.empty()));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", connection.bootstrapServers()))) {
            admin.createTopics(topics).all().get();
        }
        Floor floor = new Floor(connection);
        floor.relay(HOPS.get(0), HOPS.get(1));
        floor.relay(HOPS.get(1), HOPS.get(2));
        floor.consume(HOPS.get(2), record -> {
            CompletableFuture<Void> answered =
                    floor.open.remove(ByteBuffer.wrap(record.key()).getInt());
            if (answered != null) {
                answered.complete(null);
            }
        });
        return floor;
    }

    private KafkaProducer<byte[], byte[]> producer(String id) {
        return new KafkaProducer<>(connection.producer(id), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private void relay(String from, String to) {
        KafkaProducer<byte[], byte[]> next = producer("benchmark-" + to);
        consume(from, record -> {
            var _ = next.send(new ProducerRecord<>(to, record.key(), record.value()));
        });
    }

    private void consume(String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                connection.consumer("benchmark-" + topic), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        TopicPartition partition = new TopicPartition(topic, 0);
        consumer.assign(List.of(partition));
        consumer.seekToEnd(List.of(partition));
        consumer.position(partition);
        Thread.ofPlatform().name(topic).daemon().start(() -> {
            while (!ended) {
                consumer.poll(POLL).forEach(each);
            }
            consumer.close();
        });
    }

    /** Returns when the record has made its way. */
    void threeHops(int number, byte[] value) throws Exception {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        open.put(number, answered);
        var _ = producer.send(new ProducerRecord<>(
                HOPS.getFirst(),
                ByteBuffer.allocate(Integer.BYTES).putInt(number).array(),
                value));
        answered.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    /** Returns when the record is acknowledged. */
    void produce(byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(SINGLE, value)).get(PATIENCE_S, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        // The threads are daemons, and end with their next poll.
        ended = true;
        producer.close();
    }
}
