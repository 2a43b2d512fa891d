package io.vfledger.allocator.app;

import io.vfledger.avro.AddRequested;
import io.vfledger.avro.AgentStamp;
import io.vfledger.avro.AgentStarted;
import io.vfledger.avro.AssignVf;
import io.vfledger.avro.Attachment;
import io.vfledger.avro.NetworkNamespace;
import io.vfledger.avro.NodeInventory;
import io.vfledger.avro.NodePoolsChanged;
import io.vfledger.avro.PfDescription;
import io.vfledger.avro.PoolChooser;
import io.vfledger.avro.PoolDefinition;
import io.vfledger.avro.ReleaseCause;
import io.vfledger.avro.ReleaseVf;
import io.vfledger.avro.RequestRefused;
import io.vfledger.avro.VerifyVf;
import io.vfledger.avro.VfAttached;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfDescription;
import io.vfledger.avro.VfReleased;
import io.vfledger.avro.VfSettings;
import io.vfledger.avro.VfVerified;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.schemas.NodePartition;
import io.vfledger.schemas.RecordKey;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.wire.AvroReader;
import io.vfledger.schemas.wire.AvroWriter;
import io.vfledger.schemas.wire.Decoded;
import io.vfledger.schemas.wire.RecordHeaders;
import io.vfledger.schemas.wire.SchemaIds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The agent of a node without a kernel: everything it is told to do succeeds at once. */
final class SimulatedNode implements AutoCloseable {
    static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final String name;
    private final int vfs;
    private final AvroWriter writer;
    private final AvroReader reader;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;
    private final Map<String, AssignVf> assigned = new ConcurrentHashMap<>();
    private final Map<String, RequestRefused> refused = new ConcurrentHashMap<>();
    private volatile boolean ended;
    private long seq;
    private int verified;

    SimulatedNode(String name, int vfs, ConnectionSettings connections, SchemaIds ids) {
        this.name = name;
        this.vfs = vfs;
        writer = new AvroWriter(ids);
        reader = new AvroReader(ids);
        producer = new KafkaProducer<>(
                connections.producer("node-" + name), new ByteArraySerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                connections.consumer("node-" + name), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        TopicPartition commands = new TopicPartition(Topic.COMMANDS.topicName(), partition());
        consumer.assign(List.of(commands));
        consumer.seekToEnd(List.of(commands));
        consumer.position(commands);
        thread = Thread.ofPlatform().name("node-" + name).start(this::obey);
    }

    String name() {
        return name;
    }

    int partition() {
        return NodePartition.of(name, TestBroker.PARTITIONS);
    }

    /** Starts, reports its inventory, and gets a pool of all of it; returns once every VF is verified. */
    SimulatedNode join() {
        send(
                Topic.INVENTORY,
                name,
                AgentStarted.newBuilder()
                        .setNode(name)
                        .setAgent(stamp())
                        .setSimulated(true)
                        .build());
        send(
                Topic.SCHEDULING,
                name,
                NodePoolsChanged.newBuilder()
                        .setNode(name)
                        .setPools(List.of(PoolDefinition.newBuilder()
                                .setName("default")
                                .setChooser(PoolChooser.ALLOCATOR)
                                .setVendors(List.of("8086"))
                                .build()))
                        .build());
        List<VfDescription> functions = new ArrayList<>();
        for (int i = 0; i < vfs; i++) {
            functions.add(VfDescription.newBuilder()
                    .setPci(pci(i))
                    .setPfPci("0000:01:00.0")
                    .setPfNetdev("eth1")
                    .setIndex(i)
                    .setVendorId("8086")
                    .setDeviceId("10ca")
                    .setDriver("igbvf")
                    .setInHostNamespace(true)
                    .setAttributes(attributes(i))
                    .build());
        }
        PfDescription pf = PfDescription.newBuilder()
                .setPci("0000:01:00.0")
                .setNetdev("eth1")
                .setDriver("igb")
                .setVendorId("8086")
                .setDeviceId("10c9")
                .setTotalVfs(256)
                .setConfiguredVfs(vfs)
                .setMac("52:54:00:00:00:01")
                .setMtu(1500)
                .setCarrier(true)
                .setOperState("up")
                .build();
        send(
                Topic.INVENTORY,
                name,
                NodeInventory.newBuilder()
                        .setNode(name)
                        .setAgent(stamp())
                        .setCause("start")
                        .setPfs(List.of(pf))
                        .setVfs(functions)
                        .build());
        Await.until("every VF of " + name + " verified", () -> verified() == vfs);
        return this;
    }

    private synchronized int verified() {
        return verified;
    }

    static String pci(int index) {
        return "0000:01:%02x.%d".formatted(0x10 + index / 8, index % 8);
    }

    private static VfAttributes attributes(int index) {
        return VfAttributes.newBuilder()
                .setMac("52:54:00:00:01:%02x".formatted(index))
                .setNetdev("eth1v" + index)
                .setMtu(1500)
                .setUp(false)
                .build();
    }

    /** Sends an ADD; the answer is in {@link #assigned} or {@link #refused} later. */
    synchronized String add(int number) {
        AgentStamp stamp = stamp();
        String request = name + "/" + stamp.getIncarnation() + "/" + stamp.getAgentSeq();
        send(
                Topic.CNI_REQUESTS,
                name,
                AddRequested.newBuilder()
                        .setNode(name)
                        .setAgent(stamp)
                        .setRequestId(request)
                        .setAttachment(Attachment.newBuilder()
                                .setNetwork("net1")
                                .setContainerId("container" + number)
                                .setIfname("net1")
                                .build())
                        .setNetns(NetworkNamespace.newBuilder()
                                .setPath("/var/run/netns/pod" + number)
                                .setInode(1000 + number)
                                .setDevice(4)
                                .build())
                        .setPool("default")
                        .setSettings(VfSettings.newBuilder().setVlan(100).build())
                        .setConfigDigest("00")
                        .setCniVersion("1.1.0")
                        .setDeadlineMs(Instant.now().plusSeconds(300).toEpochMilli())
                        .build());
        return request;
    }

    /** A DEL, which is the agent's own. */
    synchronized void release(String request) {
        AssignVf given = assigned(request).orElseThrow();
        send(
                Topic.OUTCOMES,
                RecordKey.of(name, given.getPci()),
                VfReleased.newBuilder()
                        .setNode(name)
                        .setAgent(stamp())
                        .setPci(given.getPci())
                        .setEpoch(given.getEpoch())
                        .setVersion(given.getVersion())
                        .setAttachment(given.getAttachment())
                        .setCause(ReleaseCause.CNI_DEL)
                        .setClean(true)
                        .setAttributes(given.getBaseline())
                        .build());
    }

    Optional<AssignVf> assigned(String request) {
        return Optional.ofNullable(assigned.get(request));
    }

    boolean settled(String request) {
        return assigned.containsKey(request) || refused.containsKey(request);
    }

    private void obey() {
        while (!ended) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                if (RecordKey.isOf(record.key(), RecordKey.bytes(name))) {
                    obey(record);
                }
            }
        }
    }

    private synchronized void obey(ConsumerRecord<byte[], byte[]> record) {
        if (!(reader.read(Topic.COMMANDS, record.value())
                instanceof Decoded.Value(SpecificRecord command, var writing))) {
            throw new IllegalStateException("a command cannot be read: " + reader.read(Topic.COMMANDS, record.value()));
        }
        if (command instanceof VerifyVf verify) {
            verified++;
            outcome(verify.getPci(), verified(verify));
        } else if (command instanceof AssignVf assign) {
            outcome(assign.getPci(), attached(assign));
            assigned.put(assign.getRequestId(), assign);
        } else if (command instanceof RequestRefused refusal) {
            refused.put(refusal.getRequestId(), refusal);
        } else if (command instanceof ReleaseVf release) {
            outcome(release.getPci(), released(release));
        }
    }

    private VfVerified verified(VerifyVf verify) {
        return VfVerified.newBuilder()
                .setNode(name)
                .setAgent(stamp())
                .setCommandId(verify.getCommandId())
                .setPci(verify.getPci())
                .setEpoch(verify.getEpoch())
                .setVersion(verify.getVersion())
                .setClean(true)
                .setAttributes(
                        verify.getBaseline() == null
                                ? VfAttributes.newBuilder().setMtu(1500).build()
                                : verify.getBaseline())
                .build();
    }

    private VfAttached attached(AssignVf assign) {
        return VfAttached.newBuilder()
                .setNode(name)
                .setAgent(stamp())
                .setCommandId(assign.getCommandId())
                .setPci(assign.getPci())
                .setEpoch(assign.getEpoch())
                .setVersion(assign.getVersion())
                .setRequestId(assign.getRequestId())
                .setAttachment(assign.getAttachment())
                .setPod(assign.getPod())
                .setNetns(assign.getNetns())
                .setSettings(assign.getSettings())
                .setAttributes(assign.getBaseline())
                .build();
    }

    private VfReleased released(ReleaseVf release) {
        return VfReleased.newBuilder()
                .setNode(name)
                .setAgent(stamp())
                .setCommandId(release.getCommandId())
                .setPci(release.getPci())
                .setEpoch(release.getEpoch())
                .setVersion(release.getVersion())
                .setAttachment(release.getAttachment())
                .setCause(release.getCause())
                .setClean(true)
                .setAttributes(release.getBaseline())
                .build();
    }

    private void outcome(String pci, SpecificRecord outcome) {
        send(Topic.OUTCOMES, RecordKey.of(name, pci), outcome);
    }

    private synchronized AgentStamp stamp() {
        return AgentStamp.newBuilder()
                .setIncarnation(1)
                .setBootId("boot-1")
                .setMachineId("machine-" + name)
                .setAgentSeq(++seq)
                .setOccurredAtMs(Instant.now().toEpochMilli())
                .setBuild("test")
                .build();
    }

    /** Writes a record as an agent does. */
    void send(Topic topic, String key, SpecificRecord body) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic.topicName(), partition(), RecordKey.bytes(key), writer.write(topic, body));
        RecordHeaders.write(
                record.headers(),
                new RecordHeaders.Envelope(
                        name + "/" + seq,
                        "/nodes/" + name + "/agent",
                        body.getSchema().getFullName(),
                        Instant.now(),
                        Optional.of(TRACE)));
        var _ = producer.send(record);
    }

    @Override
    public void close() {
        ended = true;
        while (thread.isAlive()) {
            LockSupport.parkNanos(1_000_000);
        }
        consumer.close();
        producer.close();
    }
}
