package io.vfledger.executor.app;

import io.vfledger.cni.protocol.CniError;
import io.vfledger.cni.protocol.CniResult;
import io.vfledger.cni.protocol.ValidAttachment;
import io.vfledger.executor.adopt.SriovCniRecords;
import io.vfledger.executor.attach.Desk;
import io.vfledger.executor.attach.DeviceFiles;
import io.vfledger.executor.attach.Holders;
import io.vfledger.executor.attach.InventoryWatch;
import io.vfledger.executor.attach.Ipam;
import io.vfledger.executor.attach.KernelNics;
import io.vfledger.executor.attach.Lanes;
import io.vfledger.executor.attach.Reports;
import io.vfledger.executor.discovery.Discovery;
import io.vfledger.executor.discovery.PciNames;
import io.vfledger.executor.journal.AgentDirectory;
import io.vfledger.executor.journal.AgentLife;
import io.vfledger.executor.journal.Checkpoint;
import io.vfledger.executor.journal.IntentJournal;
import io.vfledger.executor.journal.SavedCall;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.outbox.AgentKey;
import io.vfledger.executor.outbox.Outbox;
import io.vfledger.executor.outbox.Outgoing;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.executor.stream.TraceParent;
import io.vfledger.executor.watch.LookSchedule;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.TopicCatalogue;
import io.vfledger.schemas.wire.AvroReader;
import io.vfledger.schemas.wire.AvroTrust;
import io.vfledger.schemas.wire.Decoded;
import io.vfledger.schemas.wire.SchemaIds;
import io.vfledger.vf.NodeName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** The looking half of an agent over a kernel, real or simulated; what it tells is read from its outbox. */
final class WatchedNode implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static {
        AvroTrust.establish();
    }

    final InventoryWatch watch;
    private final AgentDirectory directory;
    private final IntentJournal journal;
    private final Outbox outbox;
    private final Lanes lanes = new Lanes(2);
    private final InventoryLoop loop;
    private final LinkListener listener;
    private final AvroReader reader = new AvroReader(new NoIds());
    private final List<SpecificRecord> told = new ArrayList<>();
    private long place;

    /**
     * Starts to watch.
     *
     * @param data for the agent's files
     * @param kernel stays the caller's
     * @param every whole comparisons; an hour where only events are to find something
     */
    WatchedNode(Path data, Kernel kernel, Duration every) throws KernelException {
        directory = AgentDirectory.lock(data);
        AgentLife life = directory.beginLife("boot", "machine", "test", InstantSource.system());
        journal = IntentJournal.open(data.resolve("journal.log"));
        outbox = Outbox.open(
                data.resolve("outbox.log"),
                life,
                AgentKey.in(data.resolve("agent.key"), data.resolve("agent.pub")),
                Outbox.Limits.DEFAULT,
                InstantSource.system());
        Desk desk = new Desk(
                Checkpoint.open(data.resolve("checkpoint")),
                journal,
                new KernelNics(
                        kernel,
                        new Discovery(kernel, PciNames.none(), DriverProfiles.builtIn()),
                        DriverProfiles.builtIn()),
                new NoIpam(),
                new DeviceFiles(data.resolve("devinfo")),
                new Reports(new NodeName("worker-1"), outbox),
                InstantSource.system());
        watch = new InventoryWatch(
                desk, lanes, new Holders(desk.checkpoint(), new SriovCniRecords(data.resolve("sriov"))));
        loop = new InventoryLoop(watch, LookSchedule.Pace.DEFAULT.every(every));
        listener = LinkListener.start(kernel, loop::hear);
        watch.publish("start", TraceParent.fresh());
        loop.start();
    }

    /** Looks at everything since the start, beside the one at the start. */
    long looksAtEverything() {
        return loop.looksAtEverything();
    }

    /** Waits for a record, and forgets all that came before it. */
    <T extends SpecificRecord> T await(Class<T> type, Predicate<T> which) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            Optional<Outbox.Placed> next = outbox.after(place, Duration.ofMillis(200));
            if (next.isPresent()) {
                place = next.get().place();
                SpecificRecord record = decode(next.get().record());
                outbox.acknowledged(place);
                told.add(record);
                if (type.isInstance(record) && which.test(type.cast(record))) {
                    told.clear();
                    return type.cast(record);
                }
            }
        }
        throw new AssertionError("no such " + type.getSimpleName() + " among " + told);
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

    @Override
    public void close() {
        listener.close();
        loop.close();
        lanes.close();
        outbox.close();
        journal.close();
        directory.close();
    }

    private static final class NoIpam implements Ipam {
        @Override
        public Given add(SavedCall call) {
            return new Given.Addresses(CniResult.EMPTY);
        }

        @Override
        public Optional<CniError> del(SavedCall call) {
            return Optional.empty();
        }

        @Override
        public Optional<CniError> check(SavedCall call) {
            return Optional.empty();
        }

        @Override
        public Optional<CniError> status(SavedCall call) {
            return Optional.empty();
        }

        @Override
        public Optional<CniError> collect(SavedCall call, List<ValidAttachment> also) {
            return Optional.empty();
        }
    }

    private static final class NoIds implements SchemaIds {
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
