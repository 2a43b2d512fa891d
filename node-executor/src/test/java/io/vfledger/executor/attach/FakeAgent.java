package io.vfledger.executor.attach;

import io.vfledger.avro.AddRequested;
import io.vfledger.avro.AssignVf;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfSettings;
import io.vfledger.cni.protocol.CniArgs;
import io.vfledger.cni.protocol.CniCommand;
import io.vfledger.cni.protocol.CniReply;
import io.vfledger.cni.protocol.CniRequest;
import io.vfledger.cni.protocol.CniResult;
import io.vfledger.cni.protocol.CniVersion;
import io.vfledger.cni.protocol.Dns;
import io.vfledger.cni.protocol.LogLevel;
import io.vfledger.cni.protocol.NetworkConfiguration;
import io.vfledger.cni.protocol.PodIdentity;
import io.vfledger.cni.protocol.Sandbox;
import io.vfledger.cni.protocol.TraceContext;
import io.vfledger.cni.protocol.ValidAttachment;
import io.vfledger.cni.protocol.VfChoice;
import io.vfledger.cni.server.CniCall;
import io.vfledger.cni.server.NetworkNamespace;
import io.vfledger.executor.journal.AgentDirectory;
import io.vfledger.executor.journal.AgentLife;
import io.vfledger.executor.journal.Checkpoint;
import io.vfledger.executor.journal.IntentJournal;
import io.vfledger.executor.outbox.AgentKey;
import io.vfledger.executor.outbox.Link;
import io.vfledger.executor.outbox.Outbox;
import io.vfledger.executor.outbox.Outgoing;
import io.vfledger.executor.outbox.Sender;
import io.vfledger.executor.stream.LogView;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.TopicCatalogue;
import io.vfledger.schemas.wire.AvroReader;
import io.vfledger.schemas.wire.AvroTrust;
import io.vfledger.schemas.wire.Decoded;
import io.vfledger.schemas.wire.SchemaIds;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** The executor on a fake node, with a fake Kafka that takes everything at once or nothing. */
final class FakeAgent implements AutoCloseable {
    static final String NODE = "worker-1";
    /** An emulated CPU that is shared takes its time; nothing waits for it to pass. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static {
        AvroTrust.establish();
    }

    final NodeExecutor executor;
    final Checkpoint checkpoint;
    final List<SpecificRecord> sent = new CopyOnWriteArrayList<>();
    private final AgentDirectory directory;
    private final Outbox outbox;
    final IntentJournal journal;
    final Reports reports;
    private final Lanes lanes = new Lanes(4);
    private final Thread kafka = new Thread(this::takeEverything, "fake-kafka");
    private final AvroReader reader = new AvroReader(new NoIds());
    private volatile boolean reachable = true;
    private volatile boolean dead;
    private Optional<Sender> sender = Optional.empty();

    /** Why Kafka cannot be reached. */
    volatile Optional<String> brokerTrouble = Optional.empty();

    /** How far the agent's clock is before this machine's. */
    volatile Duration ahead = Duration.ZERO;

    /** The namespaces of containers that have a real one. */
    final Map<String, NetworkNamespace> namespaces = new ConcurrentHashMap<>();

    FakeAgent(Path data, FakeNode node) {
        this(data, node, node);
    }

    FakeAgent(Path data, NodeNics nics, Ipam ipam) {
        this(data, nics, ipam, new Outbox.Limits(200, 1_000_000));
    }

    private FakeAgent(Path data, NodeNics nics, Ipam ipam, Outbox.Limits limits) {
        directory = AgentDirectory.lock(data);
        AgentLife life = directory.beginLife("boot", "machine", "test", InstantSource.system());
        checkpoint = Checkpoint.open(data.resolve("checkpoint"));
        journal = IntentJournal.open(data.resolve("journal.log"));
        outbox = Outbox.open(
                data.resolve("outbox.log"),
                life,
                AgentKey.in(data.resolve("agent.key"), data.resolve("agent.pub")),
                limits,
                InstantSource.system());
        reports = new Reports(new NodeName(NODE), outbox);
        Desk desk = new Desk(
                checkpoint,
                journal,
                nics,
                ipam,
                new DeviceFiles(data.resolve("devinfo")),
                reports,
                () -> Instant.now().plus(ahead));
        executor = NodeExecutor.wire(desk, lanes, PATIENCE, false, data.resolve("sriov"), () -> brokerTrouble);
    }

    FakeAgent start() {
        executor.recovery().settle();
        kafka.start();
        return this;
    }

    /** As {@link #start}, with the sender of a real agent, a real Kafka behind it, and an outbox of the ordinary size. */
    static FakeAgent startWith(Link.Maker links, Path data, FakeNode node) {
        FakeAgent agent = new FakeAgent(data, node, node, Outbox.Limits.DEFAULT);
        agent.executor.recovery().settle();
        Sender sender = new Sender(agent.outbox, links);
        agent.sender = Optional.of(sender);
        sender.start();
        return agent;
    }

    /** Waits until Kafka has everything. */
    boolean toldAll() throws InterruptedException {
        return outbox.awaitEmpty(Duration.ofMinutes(2));
    }

    /** Records that Kafka does not have yet. */
    int untold() {
        return outbox.size();
    }

    FakeAgent knowingTheLog() {
        executor.commands().loaded(new LogView(List.of(), Optional.empty()));
        return this;
    }

    void unreachable() {
        reachable = false;
    }

    void reachable() {
        reachable = true;
    }

    private void takeEverything() {
        long place = 0;
        try {
            while (!dead) {
                Optional<Outbox.Placed> next = outbox.after(place, Duration.ofMillis(20));
                if (next.isPresent() && reachable) {
                    place = next.get().place();
                    sent.add(decode(next.get().record()));
                    outbox.acknowledged(place);
                } else if (next.isPresent()) {
                    Thread.sleep(5);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private SpecificRecord decode(Outgoing record) {
        Schema schema = TopicCatalogue.recordType("io.vfledger.avro." + record.type())
                .map(TopicCatalogue::schemaOf)
                .orElseThrow();
        return switch (reader.readBody(record.topic(), schema, record.body())) {
            case Decoded.Value value -> value.record();
            case Decoded.Unreadable unreadable -> throw new IllegalStateException(unreadable.message());
        };
    }

    /** Waits for a record on its way to Kafka. */
    <T extends SpecificRecord> T await(Class<T> type, Predicate<T> which) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            for (SpecificRecord record : sent) {
                if (type.isInstance(record) && which.test(type.cast(record))) {
                    return type.cast(record);
                }
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("no such " + type.getSimpleName() + " among " + sent);
    }

    /** Whether anything of the type is on its way to Kafka once everything before now is. */
    boolean sends(Class<? extends SpecificRecord> type) throws InterruptedException {
        outbox.awaitEmpty(PATIENCE);
        return sent.stream().anyMatch(type::isInstance);
    }

    CompletableFuture<CniReply> add(String container) {
        return CompletableFuture.supplyAsync(() -> executor.calls().handle(called(CniCommand.ADD, container)));
    }

    CniReply del(String container) {
        return executor.calls().handle(called(CniCommand.DEL, container));
    }

    /** What the allocator would answer. */
    AssignVf assign(AddRequested request, PciAddress pci, long epoch, long version) {
        return AssignVf.newBuilder()
                .setNode(NODE)
                .setCommandId(NODE + "/" + epoch + "/" + version)
                .setPci(pci.value())
                .setEpoch(epoch)
                .setVersion(version)
                .setRequestId(request.getRequestId())
                .setAttachment(request.getAttachment())
                .setSettings(VfSettings.newBuilder(request.getSettings()).build())
                .setBaseline(VfAttributes.newBuilder().setMtu(1500).build())
                .setDeadlineMs(request.getDeadlineMs())
                .build();
    }

    /** As {@link #attach}, of a call and settings of one's own. */
    CniReply attach(CniCall call, PciAddress pci, long version, VfSettings settings) throws Exception {
        CompletableFuture<CniReply> reply =
                CompletableFuture.supplyAsync(() -> executor.calls().handle(call));
        String container = call.request().requiredSandbox().containerId().text();
        AddRequested request = await(
                AddRequested.class,
                asked -> asked.getAttachment().getContainerId().equals(container));
        carryOut(AssignVf.newBuilder(assign(request, pci, 1, version))
                .setSettings(settings)
                .build());
        return reply.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    void carryOut(SpecificRecord command) throws Exception {
        executor.commands().handle(command, "00-trace").get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** The whole of an ADD that succeeds. */
    CniReply attach(String container, PciAddress pci, long epoch, long version) throws Exception {
        CompletableFuture<CniReply> reply = add(container);
        AddRequested request = await(
                AddRequested.class,
                asked -> asked.getAttachment().getContainerId().equals(container));
        carryOut(assign(request, pci, epoch, version));
        return reply.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    static final String CONFIG = "{\"name\":\"blue\",\"ipam\":{\"type\":\"fake\"}}";

    private CniCall called(CniCommand command, String container) {
        CniCall call = call(command, container);
        return namespaces.isEmpty()
                ? call
                : new CniCall(
                        call.request(),
                        call.configuration(),
                        Optional.ofNullable(namespaces.get(container)),
                        call.agentSeq(),
                        call.remaining(),
                        call.spooledAt());
    }

    /** The same of a pod that the runtime names. */
    static CniCall callOf(String pod, Optional<String> uid, CniCommand command, String container) {
        CniCall call = call(command, container);
        CniArgs args = new CniArgs(
                Optional.empty(),
                Optional.of(new PodIdentity("prod", pod, uid, Optional.empty())),
                OptionalInt.empty(),
                OptionalInt.empty(),
                false);
        return new CniCall(
                new CniRequest(
                        command,
                        call.request().sandbox(),
                        args,
                        TraceContext.NONE,
                        call.request().environment()),
                call.configuration(),
                call.namespace(),
                call.agentSeq(),
                call.remaining(),
                call.spooledAt());
    }

    static CniCall call(CniCommand command, String container) {
        return call(command, container, CniResult.EMPTY, List.of(), CONFIG);
    }

    static CniCall call(
            CniCommand command, String container, CniResult previous, List<ValidAttachment> valid, String config) {
        Map<String, String> environment = Map.of("CNI_CONTAINERID", container, "CNI_PATH", "/opt/cni/bin");
        Optional<Sandbox> sandbox = command.concernsSandbox()
                ? Optional.of(new Sandbox(
                        new io.vfledger.cni.protocol.ContainerId(container),
                        new io.vfledger.cni.protocol.InterfaceName("net-" + container),
                        Optional.of("/run/netns/" + container)))
                : Optional.empty();
        return new CniCall(
                new CniRequest(command, sandbox, CniArgs.NONE, TraceContext.NONE, environment),
                new NetworkConfiguration(
                        CniVersion.V1_1_0,
                        new io.vfledger.cni.protocol.NetworkName(config.contains("blue") ? "blue" : "red"),
                        "vfledger-cni",
                        VfChoice.ANY,
                        io.vfledger.cni.protocol.VfSettings.UNTOUCHED,
                        Optional.empty(),
                        Dns.NONE,
                        Optional.empty(),
                        Optional.of(previous)
                                .filter(any -> !previous.interfaces().isEmpty()),
                        LogLevel.INFO,
                        valid,
                        config),
                Optional.of(new NetworkNamespace(99, 4, 4026532000L)),
                1,
                PATIENCE,
                Optional.empty());
    }

    /** As after kill -9: files are as they are, threads are gone. */
    void kill() {
        dead = true;
        kafka.interrupt();
        sender.ifPresent(Sender::close);
        directory.close();
    }

    @Override
    public void close() {
        kill();
        lanes.close();
        outbox.close();
        journal.close();
    }

    /** Every schema has the same id, and a registry is not asked. */
    static final class NoIds implements SchemaIds {
        @Override
        public int idOf(Topic topic, Schema schema) {
            return 1;
        }

        @Override
        public Optional<Schema> schemaOf(int id) {
            return Optional.empty();
        }
    }
}
