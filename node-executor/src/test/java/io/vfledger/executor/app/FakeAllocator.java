package io.vfledger.executor.app;

import io.vfledger.avro.AddRequested;
import io.vfledger.avro.AgentStamp;
import io.vfledger.avro.AssignVf;
import io.vfledger.avro.CommandFailed;
import io.vfledger.avro.Demand;
import io.vfledger.avro.NodeInventory;
import io.vfledger.avro.RefusalReason;
import io.vfledger.avro.RequestRefused;
import io.vfledger.avro.VerifyVf;
import io.vfledger.avro.VfAttached;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfReleased;
import io.vfledger.avro.VfVerified;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.NodePartition;
import io.vfledger.schemas.RecordKey;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.TopicCatalogue;
import io.vfledger.schemas.wire.AvroReader;
import io.vfledger.schemas.wire.AvroWriter;
import io.vfledger.schemas.wire.Decoded;
import io.vfledger.schemas.wire.RecordHeaders;
import io.vfledger.schemas.wire.RegistryClients;
import io.vfledger.schemas.wire.RegistrySchemaIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The simplest allocator that can be: verifies what it sees, gives what is free, and keeps no log. */
final class FakeAllocator implements AutoCloseable {
    /** A VF as this allocator knows it. */
    private record Vf(String state, long epoch, long version, VfAttributes attributes) {}

    final List<SpecificRecord> seen = new CopyOnWriteArrayList<>();
    private final List<String> unsigned = new CopyOnWriteArrayList<>();
    private final String node;
    private final int partitions;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AvroReader reader;
    private final AvroWriter writer;
    private final Map<String, Vf> vfs = new TreeMap<>();
    private final Thread thread = new Thread(this::run, "fake-allocator");
    private final AtomicInteger assigned = new AtomicInteger();

    FakeAllocator(ConnectionSettings connection, String node, int partitions) {
        this.node = node;
        this.partitions = partitions;
        RegistrySchemaIds ids = new RegistrySchemaIds(
                RegistryClients.connect(connection), connection.registryUrl(), Duration.ofSeconds(10));
        reader = new AvroReader(ids);
        writer = new AvroWriter(ids);
        producer = new KafkaProducer<>(
                connection.producer("fake-allocator"), new ByteArraySerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                connection.consumer("fake-allocator"), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        int partition = NodePartition.of(node, partitions);
        List<TopicPartition> inputs = new ArrayList<>();
        for (Topic topic : List.of(Topic.INVENTORY, Topic.CNI_REQUESTS, Topic.OUTCOMES)) {
            inputs.add(new TopicPartition(topic.topicName(), partition));
        }
        consumer.assign(inputs);
        consumer.seekToBeginning(inputs);
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (!RecordKey.isOf(record.key(), RecordKey.bytes(node))) {
                        continue;
                    }
                    Topic topic = TopicCatalogue.named(record.topic()).orElseThrow();
                    if (RecordHeaders.signature(record.headers()).isEmpty()
                            || RecordHeaders.read(record.headers()).isEmpty()) {
                        unsigned.add(record.topic() + "@" + record.offset());
                    }
                    switch (reader.read(topic, record.value())) {
                        case Decoded.Value value -> take(value.record());
                        case Decoded.Unreadable unreadable -> throw new IllegalStateException(unreadable.message());
                    }
                }
            }
        } catch (WakeupException e) {
            consumer.close();
            producer.close();
        }
    }

    private void take(SpecificRecord record) {
        switch (record) {
            case NodeInventory inventory -> inventory.getVfs().forEach(vf -> verify(vf.getPci()));
            case VfVerified verified
            when verified.getClean() -> set(verified.getPci(), "FREE", verified.getAttributes());
            case AddRequested request -> answer(request);
            case VfAttached attached -> move(attached.getPci(), attached.getEpoch(), "ATTACHED");
            case VfReleased released when released.getClean() -> move(released.getPci(), released.getEpoch(), "FREE");
            case CommandFailed failed when failed.getUndone() -> move(failed.getPci(), failed.getEpoch(), "FREE");
            case SpecificRecord other -> {}
        }
        seen.add(record);
    }

    private void verify(String pci) {
        if (!vfs.containsKey(pci)) {
            vfs.put(pci, new Vf("DISCOVERED", 1, 1, VfAttributes.newBuilder().build()));
            send(
                    pci,
                    VerifyVf.newBuilder()
                            .setNode(node)
                            .setCommandId(node + "/verify/" + pci)
                            .setPci(pci)
                            .setEpoch(1)
                            .setVersion(1)
                            .build());
        }
    }

    private void set(String pci, String state, VfAttributes attributes) {
        vfs.computeIfPresent(pci, (key, vf) -> new Vf(state, vf.epoch(), vf.version(), attributes));
    }

    private void move(String pci, long epoch, String state) {
        vfs.computeIfPresent(
                pci, (key, vf) -> vf.epoch() == epoch ? new Vf(state, epoch, vf.version(), vf.attributes()) : vf);
    }

    private void answer(AddRequested request) {
        Optional<Map.Entry<String, Vf>> free = vfs.entrySet().stream()
                .filter(entry -> entry.getValue().state().equals("FREE"))
                .findFirst();
        if (free.isEmpty()) {
            send(
                    "",
                    RequestRefused.newBuilder()
                            .setNode(node)
                            .setRequestId(request.getRequestId())
                            .setReason(RefusalReason.NO_FREE_VF)
                            .setCniCode(11)
                            .setMessage("no VF of pool default is free")
                            .setDetails(vfs.size() + " exist")
                            .build());
            return;
        }
        String pci = free.get().getKey();
        Vf vf = free.get().getValue();
        Vf next = new Vf("ATTACHING", vf.epoch() + 1, vf.version() + 1, vf.attributes());
        vfs.put(pci, next);
        assigned.incrementAndGet();
        send(
                pci,
                AssignVf.newBuilder()
                        .setNode(node)
                        .setCommandId(node + "/" + next.epoch())
                        .setPci(pci)
                        .setEpoch(next.epoch())
                        .setVersion(next.version())
                        .setRequestId(request.getRequestId())
                        .setAttachment(request.getAttachment())
                        .setDemand(Demand.newBuilder().build())
                        .setNetns(request.getNetns())
                        .setSettings(request.getSettings())
                        .setBaseline(next.attributes())
                        .setDeadlineMs(request.getDeadlineMs())
                        .build());
    }

    private void send(String pci, SpecificRecord command) {
        String key = pci.isEmpty() ? node : RecordKey.of(node, pci);
        var _ = producer.send(new ProducerRecord<>(
                Topic.COMMANDS.topicName(),
                NodePartition.of(node, partitions),
                RecordKey.bytes(key),
                writer.write(Topic.COMMANDS, command)));
    }

    /** How many AssignVf were sent. */
    int assigned() {
        return assigned.get();
    }

    /** Sends bytes that are no command. */
    void sendPoison(String pci) {
        var _ = producer.send(new ProducerRecord<>(
                Topic.COMMANDS.topicName(),
                NodePartition.of(node, partitions),
                RecordKey.bytes(RecordKey.of(node, pci)),
                new byte[] {9, 9, 9}));
    }

    /** Waits until so many records of a kind have come. */
    <T extends SpecificRecord> List<T> await(Class<T> type, int count, Predicate<T> which) {
        long until = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (System.nanoTime() < until) {
            List<T> found = all(type, which);
            if (found.size() >= count) {
                return found;
            }
            Thread.onSpinWait();
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        throw new AssertionError("fewer than " + count + " " + type.getSimpleName() + " among " + seen);
    }

    <T extends SpecificRecord> List<T> all(Class<T> type, Predicate<T> which) {
        return seen.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(which)
                .toList();
    }

    /** Records without signature or CloudEvents headers. */
    List<String> unsigned() {
        return unsigned;
    }

    /** For each life of the agent the agent_seqs that came, in the order of each topic. */
    Map<Long, List<Long>> sequences() {
        Map<Long, List<Long>> sequences = new HashMap<>();
        for (SpecificRecord record : seen) {
            AgentStamp stamp =
                    (AgentStamp) record.get(record.getSchema().getField("agent").pos());
            sequences
                    .computeIfAbsent(stamp.getIncarnation(), life -> new ArrayList<>())
                    .add(stamp.getAgentSeq());
        }
        return sequences;
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
