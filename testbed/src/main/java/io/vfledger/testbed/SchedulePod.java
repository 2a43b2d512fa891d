package io.vfledger.testbed;

import io.vfledger.avro.PodIdentity;
import io.vfledger.avro.PodNetwork;
import io.vfledger.avro.PodScheduled;
import io.vfledger.avro.VfSettings;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.NodePartition;
import io.vfledger.schemas.RecordKey;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.wire.AvroWriter;
import io.vfledger.schemas.wire.RecordHeaders;
import io.vfledger.schemas.wire.RegistryClients;
import io.vfledger.schemas.wire.RegistrySchemaIds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Tells that a pod was bound to a node, as a watcher of the Kubernetes API would. */
final class SchedulePod {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private SchedulePod() {}

    /**
     * Sends PodScheduled, and returns once the broker has it. Broker and registry are told by the environment.
     *
     * @param args node, namespace, pod, UID, network, VLAN; the pod's interface is net1
     */
    public static void main(String[] args) throws InterruptedException, ExecutionException, TimeoutException {
        if (args.length != 6) {
            throw new IllegalArgumentException(
                    "takes NODE NAMESPACE POD UID NETWORK VLAN, not " + args.length + " arguments");
        }
        PodScheduled scheduled = PodScheduled.newBuilder()
                .setNode(args[0])
                .setPod(PodIdentity.newBuilder()
                        .setNamespace(args[1])
                        .setName(args[2])
                        .setUid(args[3])
                        .build())
                .setNetworks(List.of(PodNetwork.newBuilder()
                        .setNetwork(args[4])
                        .setSlot("net1")
                        .setSettings(VfSettings.newBuilder()
                                .setVlan(Integer.parseInt(args[5]))
                                .build())
                        .build()))
                .setObservedAtMs(Instant.now().toEpochMilli())
                .build();
        send(ConnectionSettings.fromEnvironment(System.getenv()), args[0], scheduled);
    }

    private static void send(ConnectionSettings connection, String node, PodScheduled scheduled)
            throws InterruptedException, ExecutionException, TimeoutException {
        AvroWriter writer = new AvroWriter(
                new RegistrySchemaIds(RegistryClients.connect(connection), connection.registryUrl(), PATIENCE));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                connection.producer("schedule-pod"), new ByteArraySerializer(), new ByteArraySerializer())) {
            String topic = Topic.SCHEDULING.topicName();
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                    topic,
                    NodePartition.of(node, producer.partitionsFor(topic).size()),
                    RecordKey.bytes(node),
                    writer.write(Topic.SCHEDULING, scheduled));
            RecordHeaders.write(
                    record.headers(),
                    new RecordHeaders.Envelope(
                            scheduled.getPod().getUid(),
                            "/testbed",
                            PodScheduled.class.getName(),
                            Instant.ofEpochMilli(scheduled.getObservedAtMs()),
                            Optional.empty()));
            producer.send(record).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
