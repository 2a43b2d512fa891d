package io.vfledger.simulation.allocator;

import io.vfledger.host.NodeRecord;
import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.OpenRequest;
import io.vfledger.lifecycle.PfOrder;
import io.vfledger.lifecycle.SeqMark;
import io.vfledger.lifecycle.Transition;
import io.vfledger.lifecycle.VfLifecycle;
import io.vfledger.vf.Incarnation;
import java.util.ArrayList;
import java.util.List;

/** A node's record as it is after it was written and read: without its functions, which have records of their own. */
final class WrittenNode {
    private WrittenNode() {}

    static NodeRecord of(NodeRecord record) {
        NodeState state = NodeState.unknown(record.state().node());
        for (Transition step : steps(record.state())) {
            state = VfLifecycle.evolve(state, step);
        }
        return new NodeRecord(record.head(), state);
    }

    private static List<Transition> steps(NodeState state) {
        List<Transition> steps = new ArrayList<>();
        for (Incarnation ended : state.endedLives()) {
            steps.add(new Transition.AgentKnown(ended, false));
        }
        state.incarnation().ifPresent(life -> steps.add(new Transition.AgentKnown(life, state.simulated())));
        steps.add(new Transition.PfsReported(state.pfs().values()));
        steps.add(new Transition.PoolsSet(state.pools(), state.pfPlan().policies(), state.policySeq()));
        for (PfOrder order : state.pfPlan().orders().values()) {
            steps.add(new Transition.PfOrdered(order));
        }
        for (OpenRequest open : state.requests().values()) {
            steps.add(new Transition.RequestOpened(open));
        }
        if (state.silence().isPresent()) {
            steps.add(new Transition.SilenceNoted(state.silence()));
        }
        for (SeqMark mark : state.dedupe().marks().keys()) {
            long last = state.dedupe().lastSeen(mark.counter(), mark.source()).orElseThrow();
            steps.add(new Transition.SeqSeen(mark.counter(), mark.source(), last));
        }
        return steps;
    }
}
