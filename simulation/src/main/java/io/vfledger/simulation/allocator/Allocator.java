package io.vfledger.simulation.allocator;

import io.vfledger.host.Bytes;
import io.vfledger.host.Cause;
import io.vfledger.host.CommandRecord;
import io.vfledger.host.InputRecord;
import io.vfledger.host.LedgerEntry;
import io.vfledger.host.NodeRecord;
import io.vfledger.host.PartitionHost;
import io.vfledger.host.Prepared;
import io.vfledger.host.RestoreResult;
import io.vfledger.host.VfRecord;
import io.vfledger.lifecycle.Input;
import io.vfledger.simulation.fate.Fate;
import io.vfledger.simulation.fate.Fault;
import io.vfledger.simulation.log.FencedException;
import io.vfledger.simulation.log.Group;
import io.vfledger.simulation.log.Log;
import io.vfledger.simulation.log.Place;
import io.vfledger.simulation.log.Producer;
import io.vfledger.simulation.log.Stored;
import io.vfledger.simulation.log.Topic;
import io.vfledger.vf.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An instance of the allocator: what allocator-service is around the partition host. Between any two of its steps it may
 * die, stand still, or lose its partitions.
 */
public final class Allocator {
    private static final int LARGEST_BATCH = 24;

    private final String id;
    private final Fate fate;
    private final Log log;
    private final Watcher watcher;
    private final Restoring restoring;
    private final EntryHashes hashes = new EntryHashes();
    private final SortedMap<Integer, Serving> serving = new TreeMap<>();
    private final SortedMap<Integer, Optional<PartitionHost>> awaiting = new TreeMap<>();
    private Group.Member member = new Group.Member("", 0);
    private Producer producer = new Producer("", 0);
    private Optional<Batch> batch = Optional.empty();
    private Stage stage = Stage.IDLE;
    private boolean begun;
    private int life;
    private long clockSkewMs;

    /** What is done next. */
    private enum Stage {
        IDLE,
        WRITE,
        OFFSETS,
        COMMIT
    }

    /** Is told what an instance holds for true. */
    public interface Watcher {
        /** A batch was adopted, or a partition restored. */
        void holds(int partition, PartitionHost host);

        /** A partition is not served, since what the log has of it does not fit together. */
        void refused(int partition, RestoreResult.Mismatch mismatch);
    }

    /** @param id its name in the group and its transactional id */
    public Allocator(String id, Fate fate, Log log, Watcher watcher) {
        this.id = id;
        this.fate = fate;
        this.log = log;
        this.watcher = watcher;
        this.restoring = new Restoring(log, hashes);
    }

    /** Begins to work. */
    public void start() {
        later(fate.chance().between(0, 500), this::turn);
    }

    /** What the instance's clock shows. */
    private long clockMs() {
        return fate.nowMs() + clockSkewMs;
    }

    /** Shows the true time from here on. */
    public void setClock() {
        clockSkewMs = 0;
    }

    /** Dies and comes again, without what it had in memory. */
    public void crash() {
        fate.trace().say(() -> id + " dies at " + stage);
        life++;
        serving.clear();
        awaiting.clear();
        batch = Optional.empty();
        stage = Stage.IDLE;
        begun = false;
        member = new Group.Member("", 0);
        clockSkewMs = 0;
        later(fate.chance().between(500, 15_000), this::turn);
    }

    /** Does something later, if this life lasts so long. */
    private void later(long delayMs, Runnable what) {
        int mine = life;
        fate.timeline().in(delayMs, () -> {
            if (life == mine) {
                what.run();
            }
        });
    }

    private void turn() {
        if (fate.strikes(Fault.ALLOCATOR_CRASH)) {
            crash();
            return;
        }
        if (fate.strikes(Fault.ALLOCATOR_PAUSE)) {
            long pauseMs = fate.chance().between(100, 25_000);
            fate.trace().say(() -> id + " stands still for " + pauseMs + " ms at " + stage);
            later(pauseMs, this::act);
            return;
        }
        if (fate.strikes(Fault.ALLOCATOR_CLOCK_JUMP)) {
            clockSkewMs = fate.chance().between(-20_000, 20_000);
        }
        act();
    }

    private void act() {
        try {
            switch (stage) {
                case IDLE -> poll();
                case WRITE -> write(batch.orElseThrow());
                case OFFSETS -> offsets(batch.orElseThrow());
                case COMMIT -> commit(batch.orElseThrow());
            }
        } catch (FencedException e) {
            fate.trace().say(() -> id + " is fenced at " + stage + ": " + e.getMessage());
            rolledBack();
        }
        boolean atWork = stage != Stage.IDLE;
        later(fate.chance().between(atWork ? 0 : 20, atWork ? 30 : 300), this::turn);
    }

    private void poll() {
        Group.Member now = log.group().heartbeat(id, fate.nowMs());
        if (!begun) {
            producer = log.begin(id);
            begun = true;
        }
        if (!now.equals(member)) {
            member = now;
            assigned(log.group().assigned(now));
        }
        restore();
        decide();
    }

    private void assigned(List<Integer> partitions) {
        SortedMap<Integer, Optional<PartitionHost>> kept = new TreeMap<>();
        for (int partition : partitions) {
            Optional<PartitionHost> host =
                    Optional.ofNullable(serving.get(partition)).map(Serving::host);
            kept.put(partition, host);
        }
        fate.trace().say(() -> id + " gets partitions " + partitions + " in generation " + member.generation());
        serving.clear();
        awaiting.clear();
        awaiting.putAll(kept);
    }

    private void restore() {
        for (int partition : List.copyOf(awaiting.keySet())) {
            Optional<Map<Place, Long>> committed = log.committedOffsets(partition);
            if (committed.isPresent() && restoring.isSettled(partition)) {
                Optional<PartitionHost> kept = awaiting.getOrDefault(partition, Optional.empty());
                switch (restoring.restore(partition, kept, committed.get())) {
                    case RestoreResult.Restored(PartitionHost host) -> {
                        serving.put(partition, new Serving(host, new TreeMap<>(committed.get())));
                        watcher.holds(partition, host);
                    }
                    case RestoreResult.Mismatch mismatch -> watcher.refused(partition, mismatch);
                }
                awaiting.remove(partition);
            }
        }
    }

    private void decide() {
        if (serving.isEmpty()) {
            return;
        }
        SortedMap<Integer, Prepared> prepared = new TreeMap<>();
        SortedMap<Place, Long> next = new TreeMap<>();
        serving.forEach((partition, served) -> {
            List<InputRecord> inputs = inputs(partition, served.next(), next);
            Prepared decided = served.host().prepare(inputs, clockMs());
            if (decided.isEmpty() && inputs.isEmpty()) {
                served.host().abort(decided);
            } else {
                prepared.put(partition, decided);
            }
        });
        if (!prepared.isEmpty()) {
            batch = Optional.of(new Batch(log.transaction(producer), prepared, next));
            stage = Stage.WRITE;
        }
    }

    /** Any interleaving of the topics is legal. */
    private List<InputRecord> inputs(int partition, Map<Place, Long> from, Map<Place, Long> next) {
        List<List<Stored>> perTopic = new ArrayList<>();
        List<Place> places = new ArrayList<>();
        for (Topic topic : Topic.INPUTS) {
            Place place = new Place(topic, partition);
            long position = from.getOrDefault(place, 0L);
            List<Stored> read =
                    log.read(topic, partition, position, fate.chance().below(LARGEST_BATCH));
            next.put(place, read.isEmpty() ? position : read.getLast().offset() + 1);
            if (!read.isEmpty()) {
                perTopic.add(new ArrayList<>(read));
                places.add(place);
            }
        }
        List<InputRecord> inputs = new ArrayList<>();
        while (!perTopic.isEmpty()) {
            int which = fate.chance().below(perTopic.size());
            inputs.add(input(places.get(which), perTopic.get(which).removeFirst()));
            if (perTopic.get(which).isEmpty()) {
                perTopic.remove(which);
                places.remove(which);
            }
        }
        return inputs;
    }

    private static InputRecord input(Place place, Stored record) {
        Input input = (Input) record.value();
        return new InputRecord(
                new NodeName(record.key()),
                new Cause.Consumed(
                        place.topic().text(),
                        place.partition(),
                        record.offset(),
                        record.key(),
                        input.getClass().getSimpleName(),
                        Bytes.ZERO_HASH,
                        Bytes.EMPTY,
                        Bytes.EMPTY),
                input);
    }

    private void write(Batch under) {
        under.prepared().forEach((partition, prepared) -> write(under, partition, prepared));
        stage = Stage.OFFSETS;
        if (fate.strikes(Fault.BATCH_ABORTED)) {
            log.abort(under.transaction());
            rolledBack();
        }
    }

    private void write(Batch under, int partition, Prepared prepared) {
        for (LedgerEntry entry : prepared.entries()) {
            log.append(
                    under.transaction(), Topic.LEDGER, partition, entry.node().value(), entry);
        }
        for (CommandRecord command : prepared.commands()) {
            log.append(
                    under.transaction(),
                    Topic.COMMANDS,
                    partition,
                    command.node().value(),
                    command);
        }
        for (NodeRecord node : prepared.nodes()) {
            log.append(
                    under.transaction(),
                    Topic.NODE_STATE,
                    partition,
                    node.state().node().value(),
                    WrittenNode.of(node));
        }
        for (VfRecord vf : prepared.vfs()) {
            log.append(under.transaction(), Topic.VF_STATE, partition, vf.key().toString(), vf);
        }
    }

    private void offsets(Batch under) {
        log.offsets(under.transaction(), Optional.of(member), moved(under));
        stage = Stage.COMMIT;
    }

    /** What was read nothing of has no new offset. */
    private Map<Place, Long> moved(Batch under) {
        Map<Place, Long> moved = new TreeMap<>();
        under.next().forEach((place, next) -> {
            Serving served = serving.get(place.partition());
            if (served == null || !next.equals(served.next().getOrDefault(place, 0L))) {
                moved.put(place, next);
            }
        });
        return moved;
    }

    private void commit(Batch under) {
        if (fate.strikes(Fault.COMMIT_UNKNOWN)) {
            if (fate.chance().oneIn(2)) {
                log.commit(under.transaction());
            }
            unknown(under);
            return;
        }
        log.commit(under.transaction());
        adopt(under);
    }

    private void adopt(Batch under) {
        under.prepared().forEach((partition, prepared) -> {
            Serving served = Optional.ofNullable(serving.get(partition)).orElseThrow();
            served.host().commit(prepared);
            under.next().forEach((place, offset) -> {
                if (place.partition() == partition) {
                    served.next().put(place, offset);
                }
            });
            watcher.holds(partition, served.host());
        });
        batch = Optional.empty();
        stage = Stage.IDLE;
    }

    /** What was decided is thrown away, and what it was decided on is compared with the log before it is used again. */
    private void rolledBack() {
        batch.ifPresent(under -> under.prepared().forEach((partition, prepared) -> {
            Optional.ofNullable(serving.remove(partition)).ifPresent(served -> {
                served.host().abort(prepared);
                awaiting.put(partition, Optional.of(served.host()));
            });
        }));
        batch = Optional.empty();
        stage = Stage.IDLE;
        begun = false;
    }

    /** Nobody knows whether it counts: all is thrown away, and the transaction is settled before anything is read. */
    private void unknown(Batch under) {
        fate.trace().say(() -> id + " does not learn what became of its commit");
        under.prepared().keySet().forEach(partition -> {
            serving.remove(partition);
            awaiting.put(partition, Optional.empty());
        });
        batch = Optional.empty();
        stage = Stage.IDLE;
        begun = false;
    }
}
