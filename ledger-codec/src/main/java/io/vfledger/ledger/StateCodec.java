package io.vfledger.ledger;

import io.vfledger.avro.AgentStamp;
import io.vfledger.avro.ArmedTimer;
import io.vfledger.avro.DedupeMark;
import io.vfledger.avro.InputOffset;
import io.vfledger.host.NodeHead;
import io.vfledger.host.NodeRecord;
import io.vfledger.host.VfRecord;
import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.OpenRequest;
import io.vfledger.lifecycle.SeqMark;
import io.vfledger.lifecycle.Silence;
import io.vfledger.lifecycle.SortedTable;
import io.vfledger.lifecycle.Timer;
import io.vfledger.lifecycle.TimerSubject;
import io.vfledger.lifecycle.Transition;
import io.vfledger.lifecycle.VfLifecycle;
import io.vfledger.lifecycle.VfState;
import io.vfledger.vf.Incarnation;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.VfKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes and reads the records of vf-state and node-state. */
public final class StateCodec {
    private StateCodec() {}

    /** The record of a function's state. */
    public static io.vfledger.avro.VfState encode(VfRecord record) {
        return VfStateCodec.encode(record.key().node(), record.state())
                .setPool(Scalars.orEmpty(record.pool()))
                .setNodeSeq(record.nodeSeq())
                .setEntryHash(Scalars.buffer(record.entryHash()))
                .build();
    }

    /**
     * Reads it back.
     *
     * @throws IllegalArgumentException when a value is not allowed: the partition must not be served
     */
    public static VfRecord decode(io.vfledger.avro.VfState record) {
        VfState state = VfStateCodec.decode(record);
        return new VfRecord(
                new VfKey(new NodeName(record.getNode()), state.pci()),
                state,
                Scalars.text(record.getPool()).map(PoolName::new),
                record.getNodeSeq(),
                Scalars.bytes(record.getEntryHash()));
    }

    /** The record of a node's state, without its functions. */
    public static io.vfledger.avro.NodeState encode(NodeRecord record) {
        NodeState state = record.state();
        NodeHead head = record.head();
        return io.vfledger.avro.NodeState.newBuilder()
                .setNode(state.node().value())
                .setNodeSeq(head.nodeSeq())
                .setPartitionSeq(head.partitionSeq())
                .setHeadHash(Scalars.buffer(head.entryHash()))
                .setStateHash(Scalars.buffer(head.stateHash()))
                .setDecidedAtMs(head.decidedAtMs())
                .setPolicySeq(state.policySeq())
                .setIncarnation(state.incarnation().map(Incarnation::counter).orElse(0L))
                .setBootId(state.incarnation().map(Incarnation::bootId).orElse(""))
                .setMachineId(state.incarnation().map(Incarnation::machineId).orElse(""))
                .setLife(state.incarnation().map(Incarnation::life).orElse(""))
                .setEndedLives(state.endedLives().stream().map(Parties::life).toList())
                .setSimulated(state.simulated())
                .setUnansweredSinceMs(state.silence().map(Silence::sinceMs).orElse(0L))
                .setSilent(state.silence().filter(Silence::certain).isPresent())
                .setPfs(Hardware.descriptions(state.pfs().values()))
                .setPools(Pools.encode(state.pools()))
                .setPfPolicies(PfPolicies.encode(state.pfPlan().policies()))
                .setPfOrders(state.pfPlan().orders().values().stream()
                        .map(PfPolicies::encode)
                        .toList())
                .setOpenRequests(state.requests().values().stream()
                        .map(RequestCodec::encode)
                        .toList())
                .setDedupe(dedupe(state))
                .setInputOffsets(offsets(head))
                .setTimers(timers(state))
                .build();
    }

    private static List<DedupeMark> dedupe(NodeState state) {
        List<DedupeMark> marks = new ArrayList<>();
        for (SeqMark mark : state.dedupe().marks().keys()) {
            marks.add(TransitionCodec.mark(
                    mark.counter(),
                    mark.source(),
                    state.dedupe().lastSeen(mark.counter(), mark.source()).orElseThrow()));
        }
        return marks;
    }

    private static List<InputOffset> offsets(NodeHead head) {
        List<InputOffset> offsets = new ArrayList<>();
        for (String topic : head.offsets().keys()) {
            offsets.add(InputOffset.newBuilder()
                    .setTopic(topic)
                    .setOffset(head.offsets().get(topic).orElseThrow())
                    .build());
        }
        return offsets;
    }

    /** What waits, for people: what arms a timer again after a restart is the state that it belongs to. */
    private static List<ArmedTimer> timers(NodeState state) {
        List<ArmedTimer> timers = new ArrayList<>();
        for (VfState vf : state.vfs().values()) {
            vf.timer().ifPresent(timer -> timers.add(armed(new TimerSubject.OfVf(vf.pci()), timer)));
        }
        for (OpenRequest open : state.requests().values()) {
            if (open.waiting()) {
                timers.add(armed(new TimerSubject.OfRequest(open.ask().request()), open.timer()));
            }
        }
        return timers;
    }

    private static ArmedTimer armed(TimerSubject subject, Timer timer) {
        return ArmedTimer.newBuilder()
                .setTimerId(TimerIds.of(subject))
                .setArmedBySeq(timer.armedBySeq())
                .setDueMs(timer.dueMs())
                .build();
    }

    /**
     * Reads it back; its functions come from vf-state.
     *
     * @throws IllegalArgumentException when a value is not allowed: the partition must not be served
     */
    public static NodeRecord decode(io.vfledger.avro.NodeState record) {
        NodeState state = NodeState.unknown(new NodeName(record.getNode()));
        for (Transition step : steps(record)) {
            state = VfLifecycle.evolve(state, step);
        }
        SortedTable<String, Long> offsets = SortedTable.empty();
        for (InputOffset offset : record.getInputOffsets()) {
            offsets = offsets.with(offset.getTopic(), offset.getOffset());
        }
        NodeHead head = new NodeHead(
                record.getNodeSeq(),
                record.getPartitionSeq(),
                Scalars.bytes(record.getHeadHash()),
                Scalars.bytes(record.getStateHash()),
                record.getDecidedAtMs(),
                offsets);
        return new NodeRecord(head, state);
    }

    private static List<Transition> steps(io.vfledger.avro.NodeState record) {
        List<Transition> steps = new ArrayList<>();
        for (AgentStamp ended : record.getEndedLives()) {
            steps.add(new Transition.AgentKnown(Parties.life(ended), false));
        }
        if (!record.getBootId().isEmpty()) {
            steps.add(new Transition.AgentKnown(
                    new Incarnation(
                            record.getIncarnation(), record.getBootId(), record.getMachineId(), record.getLife()),
                    record.getSimulated()));
        }
        steps.add(new Transition.PfsReported(Hardware.pfs(record.getPfs())));
        steps.add(new Transition.PoolsSet(
                Pools.decode(record.getPools()), PfPolicies.decode(record.getPfPolicies()), record.getPolicySeq()));
        for (io.vfledger.avro.PfOrder order : record.getPfOrders()) {
            steps.add(new Transition.PfOrdered(PfPolicies.decode(order)));
        }
        for (io.vfledger.avro.OpenRequest open : record.getOpenRequests()) {
            steps.add(new Transition.RequestOpened(RequestCodec.decode(open)));
        }
        Optional<Silence> silence = TransitionCodec.silence(record.getUnansweredSinceMs(), record.getSilent());
        if (silence.isPresent()) {
            steps.add(new Transition.SilenceNoted(silence));
        }
        for (DedupeMark mark : record.getDedupe()) {
            steps.add(TransitionCodec.seen(mark));
        }
        return steps;
    }

    static Optional<Timer> timer(long dueMs, long armedBySeq) {
        return armedBySeq == 0 ? Optional.empty() : Optional.of(new Timer(dueMs, armedBySeq));
    }
}
