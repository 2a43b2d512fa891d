package io.vfledger.testbed;

import io.vfledger.schemas.NodePartition;
import io.vfledger.schemas.RecordKey;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends one record whose value is standard input, byte for byte, to the partition of its key's node: how a test poisons
 * a topic.
 */
final class SendRecord {
    private static final long PATIENCE_S = 30;

    private SendRecord() {}

    /**
     * Sends it, and returns once the broker has it.
     *
     * @param args bootstrap server, topic, key ({@code node} or {@code node/pci})
     */
    public static void main(String[] args)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        if (args.length != 3) {
            throw new IllegalArgumentException("takes BOOTSTRAP_SERVER TOPIC KEY and a value on standard input, not "
                    + args.length + " arguments");
        }
        byte[] value = System.in.readAllBytes();
        Map<String, Object> settings =
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, args[0], ProducerConfig.ACKS_CONFIG, "all");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            int partitions = producer.partitionsFor(args[1]).size();
            int partition = NodePartition.ofKey(args[2], partitions);
            producer.send(new ProducerRecord<>(args[1], partition, RecordKey.bytes(args[2]), value))
                    .get(PATIENCE_S, TimeUnit.SECONDS);
        }
    }
}
