package io.vfledger.benchmarks.fanout;

import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The part of a node agent that follows its commands: a consumer by assignment, set as the agent's, and no more. */
final class SimulatedAgent {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long STACK_BYTES = 256 * 1024;
    private static final long PATIENCE_S = 180;
    /** An agent's fetches are small, and thousands of buffers in one process are not what is measured. */
    private static final int BUFFER_BYTES = 16 * 1024;

    private final byte[] key;
    private final TopicPartition commands;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final AtomicLong received = new AtomicLong();
    private final Queue<Long> own = new ConcurrentLinkedQueue<>();

    private SimulatedAgent(String node, int partition) {
        this.key = node.getBytes(StandardCharsets.UTF_8);
        this.commands = new TopicPartition(Topic.COMMANDS.topicName(), partition);
    }

    static SimulatedAgent start(ConnectionSettings connection, String node, int partition) {
        SimulatedAgent agent = new SimulatedAgent(node, partition);
        Thread thread =
                new Thread(Thread.currentThread().getThreadGroup(), () -> agent.run(connection), node, STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        return agent;
    }

    private void run(ConnectionSettings connection) {
        Map<String, Object> settings = new HashMap<>(connection.consumer("benchmark-agent"));
        settings.put("fetch.max.wait.ms", 500);
        settings.put("receive.buffer.bytes", BUFFER_BYTES);
        settings.put("send.buffer.bytes", BUFFER_BYTES);
        settings.put("enable.metrics.push", false);
        settings.put("auto.include.jmx.reporter", false);
        settings.put("metric.reporters", "");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(commands));
            consumer.seekToEnd(List.of(commands));
            consumer.position(commands);
            ready.countDown();
            while (true) {
                consumer.poll(POLL).forEach(this::take);
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        received.incrementAndGet();
        if (Arrays.equals(record.key(), key)) {
            own.add(System.nanoTime() - ByteBuffer.wrap(record.value()).getLong());
        }
    }

    /** A value that tells when it was made. */
    static byte[] stamped(int bytes) {
        return ByteBuffer.allocate(bytes).putLong(System.nanoTime()).array();
    }

    void awaitReady() throws InterruptedException {
        if (!ready.await(PATIENCE_S, TimeUnit.SECONDS)) {
            throw new IllegalStateException(new String(key, StandardCharsets.UTF_8) + " does not follow its commands");
        }
    }

    void reset() {
        received.set(0);
        own.clear();
    }

    byte[] key() {
        return key;
    }

    int partition() {
        return commands.partition();
    }

    /** Records that came to it, also those that are not its own. */
    long received() {
        return received.get();
    }

    /** How long its own took from the producer to here. */
    LongStream ownNanos() {
        return own.stream().mapToLong(Long::longValue);
    }
}
