package io.vfledger.executor.attach;

import io.vfledger.host.CommandRecord;
import io.vfledger.ledger.CommandCodec;
import io.vfledger.ledger.InputCodec;
import io.vfledger.lifecycle.Command;
import io.vfledger.lifecycle.Decision;
import io.vfledger.lifecycle.DecisionTime;
import io.vfledger.lifecycle.Input;
import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.TimerSubject;
import io.vfledger.lifecycle.Transition;
import io.vfledger.lifecycle.VfLifecycle;
import io.vfledger.lifecycle.VfPhase;
import io.vfledger.lifecycle.VfState;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The allocator's own decider at the other end of an agent: every record that the agent sends is decided upon, and every
 * command carried out. Only Kafka is not between them.
 */
final class DecidingAllocator {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final FakeAgent agent;
    private NodeState state = NodeState.unknown(new NodeName(FakeAgent.NODE));
    private final List<VfState> history = new ArrayList<>();
    private long nodeSeq;
    private int read;
    private int missedLooks;
    private long nowMs = System.currentTimeMillis();

    DecidingAllocator(FakeAgent agent) {
        this.agent = agent;
    }

    void decide(Input input) {
        nowMs = Math.max(nowMs, System.currentTimeMillis());
        nodeSeq++;
        Decision decision = VfLifecycle.decide(state, input, new DecisionTime(nowMs, nodeSeq));
        state = decision.after();
        for (Transition transition : decision.transitions()) {
            if (transition instanceof Transition.VfMoved moved) {
                history.add(moved.after());
            }
        }
        int index = 0;
        for (Command command : decision.commands()) {
            CommandRecord record = new CommandRecord(state.node(), nodeSeq, index++, nowMs, command);
            var _ = agent.executor.commands().handle(CommandCodec.encode(record), "00-trace");
        }
    }

    /** Decides upon what has been sent since. */
    void turn() {
        while (read < agent.sent.size()) {
            decide(InputCodec.decode(agent.sent.get(read++)));
        }
    }

    /** Has the agent look around and decides, until it is so. */
    void until(String what, Predicate<DecidingAllocator> so) {
        long until = System.nanoTime() + PATIENCE_NANOS;
        do {
            if (System.nanoTime() > until) {
                throw new AssertionError("not " + what + ", " + missedLooks + " looks missed; last: " + reasons());
            }
            look();
            turn();
        } while (!so.test(this));
    }

    /** As the agent's own loop does: an interface on its way to a pod may be gone between two reads of one look. */
    private void look() {
        try {
            agent.executor.watch().look();
        } catch (KernelNics.KernelFailure e) {
            missedLooks++;
        }
    }

    /** Lets time pass until a function's timer is due. */
    void timer(PciAddress vf) {
        VfState due = vf(vf).orElseThrow();
        nowMs = Math.max(nowMs, due.timer().orElseThrow().dueMs());
        decide(new Input.TimerFired(new TimerSubject.OfVf(vf), due.timer().orElseThrow()));
    }

    Optional<VfState> vf(PciAddress vf) {
        return state.vfs().get(vf);
    }

    boolean is(PciAddress vf, VfPhase phase) {
        return vf(vf).filter(now -> now.phase() == phase).isPresent();
    }

    /** What the ledger says of every step so far. */
    List<String> reasons() {
        return history.stream().map(VfState::reason).toList();
    }
}
