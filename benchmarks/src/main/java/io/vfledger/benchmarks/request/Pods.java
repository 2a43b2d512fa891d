package io.vfledger.benchmarks.request;

import io.vfledger.avro.PodDeleted;
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
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Tells of pods as inventory-service does. */
final class Pods implements AutoCloseable {
    private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(10);

    private final KafkaProducer<byte[], byte[]> producer;
    private final AvroWriter writer;
    private final int partitions;

    Pods(ConnectionSettings connection) {
        producer = new KafkaProducer<>(
                connection.producer("benchmark-pods"), new ByteArraySerializer(), new ByteArraySerializer());
        writer = new AvroWriter(new RegistrySchemaIds(
                RegistryClients.connect(connection), connection.registryUrl(), REGISTRY_PATIENCE));
        partitions = producer.partitionsFor(Topic.SCHEDULING.topicName()).size();
    }

    /** A pod is bound to a node; it wants one VF. */
    void scheduled(String node, String pod, String network, int vlan) {
        send(
                node,
                PodScheduled.newBuilder()
                        .setNode(node)
                        .setPod(identity(pod))
                        .setNetworks(List.of(PodNetwork.newBuilder()
                                .setNetwork(network)
                                .setSlot("net1")
                                .setSettings(
                                        VfSettings.newBuilder().setVlan(vlan).build())
                                .build()))
                        .build());
    }

    /** A pod is gone. */
    void deleted(String node, String pod) {
        send(node, PodDeleted.newBuilder().setNode(node).setPod(identity(pod)).build());
    }

    /** CNI_ARGS of that pod, as a container runtime passes them. */
    static String arguments(String pod) {
        return "IgnoreUnknown=1;K8S_POD_NAMESPACE=bench;K8S_POD_NAME=" + pod + ";K8S_POD_UID=uid-" + pod;
    }

    private static PodIdentity identity(String pod) {
        return PodIdentity.newBuilder()
                .setNamespace("bench")
                .setName(pod)
                .setUid("uid-" + pod)
                .build();
    }

    private void send(String node, SpecificRecord body) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topic.SCHEDULING.topicName(),
                NodePartition.of(node, partitions),
                RecordKey.bytes(node),
                writer.write(Topic.SCHEDULING, body));
        RecordHeaders.write(
                record.headers(),
                new RecordHeaders.Envelope(
                        node + "/" + System.nanoTime(),
                        "/benchmark",
                        body.getSchema().getFullName(),
                        Instant.now(),
                        Optional.empty()));
        var _ = producer.send(record);
    }

    @Override
    public void close() {
        producer.close();
    }
}
