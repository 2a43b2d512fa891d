package io.vfledger.testbed;

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
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Tells of pods, as a watcher of the Kubernetes API would. What is returned is done once the broker has it. */
public final class PodNews implements AutoCloseable {
    private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);

    private final KafkaProducer<byte[], byte[]> producer;
    private final AvroWriter writer;
    private final int partitions;

    /** Asks the broker for the topic's partitions. */
    public PodNews(ConnectionSettings connection) {
        producer = new KafkaProducer<>(
                connection.producer("pod-news"), new ByteArraySerializer(), new ByteArraySerializer());
        writer = new AvroWriter(new RegistrySchemaIds(
                RegistryClients.connect(connection), connection.registryUrl(), REGISTRY_PATIENCE));
        partitions = producer.partitionsFor(Topic.SCHEDULING.topicName()).size();
    }

    /** A pod is bound to a node; it wants one VF, as its interface net1. */
    public Future<?> scheduled(String node, PodIdentity pod, String network, int vlan) {
        return send(
                node,
                PodScheduled.newBuilder()
                        .setNode(node)
                        .setPod(pod)
                        .setNetworks(List.of(PodNetwork.newBuilder()
                                .setNetwork(network)
                                .setSlot("net1")
                                .setSettings(
                                        VfSettings.newBuilder().setVlan(vlan).build())
                                .build()))
                        .setObservedAtMs(Instant.now().toEpochMilli())
                        .build());
    }

    /** A pod is gone. */
    public Future<?> deleted(String node, PodIdentity pod) {
        return send(
                node,
                PodDeleted.newBuilder()
                        .setNode(node)
                        .setPod(pod)
                        .setObservedAtMs(Instant.now().toEpochMilli())
                        .build());
    }

    private Future<?> send(String node, SpecificRecord news) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topic.SCHEDULING.topicName(),
                NodePartition.of(node, partitions),
                RecordKey.bytes(node),
                writer.write(Topic.SCHEDULING, news));
        RecordHeaders.write(
                record.headers(),
                new RecordHeaders.Envelope(
                        UUID.randomUUID().toString(),
                        "/testbed",
                        news.getSchema().getFullName(),
                        Instant.now(),
                        Optional.empty()));
        return producer.send(record);
    }

    @Override
    public void close() {
        producer.close();
    }
}
