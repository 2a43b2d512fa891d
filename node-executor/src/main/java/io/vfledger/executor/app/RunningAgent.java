package io.vfledger.executor.app;

import io.vfledger.avro.AgentStarted;
import io.vfledger.cni.protocol.DeviceInfoFile;
import io.vfledger.cni.server.CniServer;
import io.vfledger.cni.server.ServerSettings;
import io.vfledger.executor.attach.Desk;
import io.vfledger.executor.attach.DeviceFiles;
import io.vfledger.executor.attach.Ipam;
import io.vfledger.executor.attach.Lanes;
import io.vfledger.executor.attach.NodeExecutor;
import io.vfledger.executor.attach.NodeNics;
import io.vfledger.executor.attach.Reports;
import io.vfledger.executor.attach.SeenDevices;
import io.vfledger.executor.journal.AgentDirectory;
import io.vfledger.executor.journal.AgentLife;
import io.vfledger.executor.journal.Checkpoint;
import io.vfledger.executor.journal.IntentJournal;
import io.vfledger.executor.metrics.Family;
import io.vfledger.executor.outbox.AgentKey;
import io.vfledger.executor.outbox.Outbox;
import io.vfledger.executor.outbox.Sender;
import io.vfledger.executor.stream.CommandStream;
import io.vfledger.executor.stream.KafkaLinks;
import io.vfledger.executor.stream.TraceParent;
import io.vfledger.executor.watch.Hint;
import io.vfledger.executor.watch.LookSchedule;
import io.vfledger.schemas.wire.AvroReader;
import io.vfledger.schemas.wire.RegistryClients;
import io.vfledger.schemas.wire.RegistrySchemaIds;
import io.vfledger.schemas.wire.SchemaIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An agent from its start to its stop. */
public final class RunningAgent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningAgent.class);
    private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(5);
    private static final Duration FLUSH_PATIENCE = Duration.ofSeconds(5);
    private static final Duration CALLS_GRACE = Duration.ofSeconds(5);

    /** A record that waits longer tells that the broker is away. */
    private static final Duration BROKER_SILENCE = Duration.ofSeconds(5);

    private static final int LANES = 16;
    private static final int MOST_COUNTED = 100_000;

    private final AgentSettings settings;
    private final AgentDirectory directory;
    private final AgentLife life;
    private final Outbox outbox;
    private final IntentJournal journal;
    private final Checkpoint checkpoint;
    private final Phases phases = new Phases();
    private final MeteredCalls calls;
    private final Lanes lanes = new Lanes(LANES);
    private final NodeExecutor executor;
    private final Reports reports;
    private final Sender sender;
    private final CommandStream stream;
    private final InventoryLoop inventory;
    private final UpkeepLoop upkeep = new UpkeepLoop();
    private Optional<CniServer> server = Optional.empty();
    private Optional<OfferedDevices> offered = Optional.empty();

    private RunningAgent(AgentSettings settings, NodeNics nics, Ipam ipam, NodeFacts facts) {
        this.settings = settings;
        directory = AgentDirectory.lock(settings.dataDirectory());
        life = directory.beginLife(facts.bootId(), facts.machineId(), facts.build(), InstantSource.system());
        checkpoint = Checkpoint.open(directory.file("checkpoint"));
        journal = IntentJournal.open(directory.file("journal.log"));
        outbox = Outbox.open(
                directory.file("outbox.log"),
                life,
                AgentKey.in(directory.file("agent.key"), directory.file("agent.pub")),
                Outbox.Limits.DEFAULT,
                InstantSource.system());
        SchemaIds ids = new RegistrySchemaIds(
                RegistryClients.connect(settings.connection()),
                settings.connection().registryUrl(),
                REGISTRY_PATIENCE);
        sender = new Sender(outbox, new KafkaLinks(settings.connection(), settings.node(), ids));
        reports = new Reports(settings.node(), outbox, phases);
        Desk desk = new Desk(
                checkpoint,
                journal,
                nics,
                ipam,
                new DeviceFiles(Path.of(DeviceInfoFile.DIRECTORY)),
                reports,
                InstantSource.system());
        executor = NodeExecutor.wire(
                desk,
                lanes,
                settings.addTimeout(),
                settings.statusTellsExhaustion(),
                settings.adoptFrom(),
                this::brokerTrouble);
        calls = new MeteredCalls(executor.calls());
        stream = new CommandStream(
                settings.connection(), settings.node(), new AvroReader(ids), checkpoint, executor.commands());
        inventory = new InventoryLoop(executor.watch(), LookSchedule.Pace.DEFAULT.every(settings.compareEvery()));
    }

    /**
     * Starts an agent; it serves when this returns. The broker may be away.
     *
     * @param settings what it is told
     * @param nics the node's NICs
     * @param ipam the IPAM plugins
     * @param facts of this boot
     * @throws io.vfledger.executor.journal.StorageException when its directory cannot be used
     * @throws IOException when its socket or spool cannot be used
     */
    public static RunningAgent start(AgentSettings settings, NodeNics nics, Ipam ipam, NodeFacts facts)
            throws IOException {
        RunningAgent agent = new RunningAgent(settings, nics, ipam, facts);
        try {
            agent.begin(facts);
            return agent;
        } catch (IOException | RuntimeException e) {
            agent.close();
            throw e;
        }
    }

    private void begin(NodeFacts facts) throws IOException {
        reports.inventory(
                TraceParent.fresh(),
                AgentStarted.newBuilder()
                        .setNode(settings.node().value())
                        .setKernelRelease(facts.kernelRelease())
                        .setCniSocket(settings.cniSocket().toString())
                        .setSimulated(settings.simulated())
                        .build());
        if (life.rebooted()) {
            executor.recovery().forgetLastBoot();
            directory.bootSettled(life);
        }
        executor.pfs().atStart(settings.pfs(), life.rebooted());
        int interrupted = executor.recovery().settle();
        executor.watch().publish("start", TraceParent.fresh());
        sender.start();
        stream.start();
        AtomicLong arrivals = new AtomicLong();
        server = Optional.of(CniServer.start(
                ServerSettings.at(settings.cniSocket()), settings.spool(), arrivals::incrementAndGet, calls));
        inventory.start();
        offered = settings.offer()
                .map(offer -> OfferedDevices.start(
                        offer, reports, () -> SeenDevices.of(executor.watch().sight(), checkpoint)));
        upkeep.start(this::keepUp);
        LOG.info(
                "node agent of {}: life {}, {} interrupted intents settled, {} records left to send",
                settings.node(),
                life.incarnation(),
                interrupted,
                outbox.size());
    }

    private void keepUp() {
        executor.upkeep().round();
        try {
            if (server.isPresent()) {
                server.get().retrySpooled();
            }
        } catch (IOException e) {
            LOG.warn("a settled DEL could not be taken out of the spool: {}", e.getMessage());
        }
    }

    /** The kernel told of a change. */
    public void hear(Hint hint) {
        inventory.hear(hint);
    }

    /** What is counted of calls and outcomes. */
    List<Family> counted() {
        List<Family> families = new ArrayList<>(calls.families());
        families.add(phases.family());
        families.add(inventory.family());
        offered.map(OfferedDevices::families).ifPresent(families::addAll);
        return families;
    }

    /** How it is now. */
    Vitals vitals() {
        return new Vitals(
                settings.node().value(),
                outbox.size(),
                outbox.bytesOnDisk(),
                outbox.oldestWait(),
                outbox.hasRoom(),
                journal.open().size(),
                journal.bytesOnDisk(),
                spooled(),
                brokerTrouble(),
                settings.compareEvery(),
                executor.watch().sight(),
                checkpoint.all());
    }

    private int spooled() {
        try (Stream<Path> files = Files.list(settings.spool())) {
            return (int) files.limit(MOST_COUNTED).count();
        } catch (IOException | UncheckedIOException e) {
            // It is made when the CNI binary needs it first.
            return 0;
        }
    }

    private Optional<String> brokerTrouble() {
        Optional<String> known = stream.trouble();
        if (known.isPresent()) {
            return known;
        }
        Duration waits = outbox.oldestWait();
        return waits.compareTo(BROKER_SILENCE) > 0
                ? Optional.of("nothing was acknowledged for " + waits.toSeconds() + " s"
                        + sender.trouble().map(why -> " (" + why + ")").orElse(""))
                : Optional.empty();
    }

    /** Takes no more calls, lets what is under way end, and brings what it can to Kafka; the rest stays on disk. */
    @Override
    public void close() {
        inventory.close();
        upkeep.close();
        offered.ifPresent(OfferedDevices::close);
        server.ifPresent(RunningAgent::close);
        stream.close();
        lanes.close();
        try {
            if (!outbox.awaitEmpty(FLUSH_PATIENCE)) {
                LOG.info("stopping with records left: {}", outbox.fill());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sender.close();
        outbox.close();
        journal.close();
        directory.close();
    }

    private static void close(CniServer server) {
        try {
            server.close(CALLS_GRACE);
        } catch (IOException e) {
            LOG.warn("the CNI socket could not be closed: {}", e.getMessage());
        }
    }
}
