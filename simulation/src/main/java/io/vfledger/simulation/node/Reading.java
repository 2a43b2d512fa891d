package io.vfledger.simulation.node;

import io.vfledger.host.CommandRecord;
import io.vfledger.host.NodeRecord;
import io.vfledger.host.VfRecord;
import io.vfledger.lifecycle.AddAsk;
import io.vfledger.lifecycle.Command;
import io.vfledger.lifecycle.OpenRequest;
import io.vfledger.lifecycle.Outcome;
import io.vfledger.lifecycle.Ownership;
import io.vfledger.lifecycle.ReleaseCause;
import io.vfledger.lifecycle.Timer;
import io.vfledger.lifecycle.VfPhase;
import io.vfledger.lifecycle.VfState;
import io.vfledger.simulation.log.Log;
import io.vfledger.simulation.log.Stored;
import io.vfledger.simulation.log.Topic;
import io.vfledger.vf.Baseline;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/** Reads what the log has of this node, once, and its commands from then on. */
final class Reading {
    private final Agent agent;
    private final Log log;
    private final int partition;
    private final List<VfState> pending = new ArrayList<>();
    private final TreeSet<Long> running = new TreeSet<>();
    private boolean loaded;
    private boolean replayed;
    private long notedEnd;
    private long position;

    Reading(Agent agent, Log log, int partition) {
        this.agent = agent;
        this.log = log;
        this.partition = partition;
    }

    boolean isLoaded() {
        return loaded;
    }

    void start() {
        agent.later(agent.fate().chance().between(20, 2_000), this::turn);
        agent.later(1_000, this::save);
    }

    private void turn() {
        if (agent.machine().reachesBroker()) {
            if (!loaded) {
                load();
            }
            follow();
        }
        agent.later(agent.fate().chance().between(5, 250), this::turn);
    }

    private void load() {
        long end = log.end(Topic.COMMANDS, partition);
        notedEnd = end;
        adopt();
        loaded = true;
        agent.disk().synced();
        agent.watch().tellMisplaced();
        OptionalLong kept = agent.disk().nextCommand();
        long begin = log.begin(Topic.COMMANDS, partition);
        position = Math.max(begin, kept.orElse(notedEnd));
    }

    private void follow() {
        position = Math.max(position, log.begin(Topic.COMMANDS, partition));
        List<Stored> records = log.read(Topic.COMMANDS, partition, position, 50);
        for (Stored record : records) {
            position = record.offset() + 1;
            if (record.key().equals(agent.machine().name().value())) {
                Command command = ((CommandRecord) record.value()).command();
                agent.fate().trace().say(() -> agent + " reads " + command);
                running.add(record.offset());
                agent.executor().handle(command, () -> running.remove(record.offset()));
            }
        }
        boolean atEnd = records.isEmpty() || position >= notedEnd;
        if (!replayed && atEnd) {
            replayed = true;
            neverSeen();
        }
    }

    private void save() {
        if (replayed) {
            agent.disk().consumedUpTo(running.isEmpty() ? position : running.first());
        }
        agent.later(1_000, this::save);
    }

    /** Takes what the disk lacks. */
    private void adopt() {
        String node = agent.machine().name().value();
        for (Stored stored : log.readAll(Topic.VF_STATE, partition)) {
            VfRecord record = (VfRecord) stored.value();
            if (record.key().node().equals(agent.machine().name())) {
                pending.removeIf(older -> older.pci().equals(record.state().pci()));
                adopt(record.state());
            }
        }
        log.readAll(Topic.NODE_STATE, partition).stream()
                .filter(stored -> stored.key().equals(node))
                .reduce((older, newer) -> newer)
                .map(stored -> (NodeRecord) stored.value())
                .ifPresent(record -> record.state().requests().values().forEach(this::orphan));
    }

    private void orphan(OpenRequest open) {
        agent.adds().orphan(open.ask().request(), open.ask().attachment());
    }

    private void adopt(VfState state) {
        PciAddress vf = state.pci();
        VfMemory memory = agent.disk().memory(vf);
        Optional<VfAttributes> baseline = state.facts().baseline().map(Baseline::attributes);
        if (memory.baseline().isEmpty() && baseline.isPresent()) {
            memory = memory.withBaseline(baseline.get());
            agent.disk().save(vf, memory);
        }
        boolean newer = state.fence().compareTo(memory.fence()) > 0;
        if (newer && state.pending().isEmpty()) {
            adoptSettled(state, memory);
        } else if (newer) {
            pending.add(state);
        } else {
            sayAgainIfLost(state, memory);
        }
    }

    private void adoptSettled(VfState state, VfMemory memory) {
        VfMemory known = VfMemory.of(state.fence(), memory.baseline());
        Optional<Ownership> owner = state.owner().filter(has -> has.attachment().isPresent());
        if (state.phase() == VfPhase.ATTACHED && owner.isPresent()) {
            known = known.ownedBy(new Owner(
                    state.pci(),
                    state.fence(),
                    owner.get().attachment(),
                    owner.get().pod(),
                    owner.get().netns(),
                    baselineOf(state)));
        }
        agent.disk().save(state.pci(), known);
    }

    private void sayAgainIfLost(VfState state, VfMemory memory) {
        boolean unanswered = state.pending().isPresent()
                && state.fence().equals(memory.fence())
                && memory.outcome().isPresent();
        boolean releaseUnknown = state.phase() == VfPhase.ATTACHED
                && memory.owner().isEmpty()
                && memory.outcome().orElse(null) instanceof Outcome.VfReleased released
                && released.fence().epoch().compareTo(state.fence().epoch()) >= 0;
        if (unanswered || releaseUnknown) {
            agent.outbox().keep(memory.outcome().orElseThrow());
        }
    }

    private void neverSeen() {
        for (VfState state : pending) {
            if (state.fence().compareTo(agent.disk().memory(state.pci()).fence()) > 0) {
                commandOf(state).ifPresent(command -> agent.executor().handle(command, () -> {}));
            }
        }
        pending.clear();
    }

    private static VfAttributes baselineOf(VfState state) {
        return state.facts().baseline().map(Baseline::attributes).orElse(VfAttributes.UNKNOWN);
    }

    private static Optional<Command> commandOf(VfState state) {
        return switch (state.phase()) {
            case ATTACHING -> state.owner().map(owner -> assign(state, owner));
            case RELEASING -> {
                ReleaseCause cause = state.cause().orElseThrow();
                yield Optional.of(new Command.ReleaseVf(
                        state.pci(),
                        state.fence(),
                        state.owner().flatMap(Ownership::attachment),
                        cause,
                        cause.onlyIfNamespaceGone(),
                        baselineOf(state),
                        Optional.empty()));
            }
            case DISCOVERED, QUARANTINED, RESERVED ->
                Optional.of(new Command.VerifyVf(
                        state.pci(),
                        state.fence(),
                        state.facts().baseline(),
                        state.phase() == VfPhase.QUARANTINED,
                        Optional.empty()));
            case HELD -> state.owner().flatMap(owner -> hold(state, owner));
            case FREE, ATTACHED, LOST, GONE -> Optional.empty();
        };
    }

    private static Optional<Command> hold(VfState state, Ownership owner) {
        long deadlineMs = state.timer().map(Timer::dueMs).orElse(0L);
        return owner.demand()
                .map(demand -> new Command.HoldVf(
                        state.pci(),
                        state.fence(),
                        demand,
                        owner.pod(),
                        Optional.of(AddAsk.DEFAULT_POOL),
                        owner.settings(),
                        baselineOf(state),
                        Optional.empty(),
                        deadlineMs));
    }

    private static Command assign(VfState state, Ownership owner) {
        return new Command.AssignVf(
                state.pci(),
                state.fence(),
                owner.request().orElseThrow(),
                owner.attachment().orElseThrow(),
                owner.demand().orElseThrow(),
                owner.pod(),
                owner.netns().orElseThrow(),
                owner.settings(),
                baselineOf(state),
                Optional.empty(),
                owner.deadlineMs());
    }
}
