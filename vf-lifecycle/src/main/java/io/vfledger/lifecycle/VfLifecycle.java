package io.vfledger.lifecycle;

import io.vfledger.vf.DriftPolicy;
import java.util.Optional;

/** The heart: what an input leads to, and what a transition changes. */
public final class VfLifecycle {
    private static final Disposition APPLIED = new Disposition.Applied();

    private VfLifecycle() {}

    /**
     * Decides what an input leads to.
     *
     * @param state the node's present
     * @param input what happened
     * @param time when the decision falls
     * @return the same for the same arguments, always
     */
    public static Decision decide(NodeState state, Input input, DecisionTime time) {
        Draft draft = new Draft(state, time);
        if (input instanceof AgentInput fromAgent) {
            Optional<Disposition> unfit = AgentRules.admit(draft, fromAgent);
            if (unfit.isPresent()) {
                return draft.finish(unfit.get());
            }
        }
        Disposition disposition = apply(draft, input);
        // Before its VFs are offered again: who waits for the PF itself gets it from the one who had it.
        WaitingRules.settle(draft, AddAsk::wholePf);
        WholePfRules.settle(draft);
        PfRules.settle(draft, state);
        OfferRules.settle(draft, state);
        WaitingRules.settle(draft, ask -> !ask.wholePf());
        return draft.finish(disposition);
    }

    /**
     * Applies one step to a node's state.
     *
     * @param state the state before
     * @param transition the step
     * @return the state after
     */
    public static NodeState evolve(NodeState state, Transition transition) {
        return Evolution.evolve(state, transition);
    }

    private static Disposition apply(Draft draft, Input input) {
        return switch (input) {
            case Input.AgentStarted started -> AgentRules.started(draft, started);
            case Input.NodeInventoryReported inventory -> InventoryRules.reported(draft, inventory);
            case Input.PfChanged changed -> InventoryRules.pfChanged(draft, changed.pf());
            case Input.VfChanged changed -> InventoryRules.vfChanged(draft, changed);
            case Input.VfGone gone -> InventoryRules.vfGone(draft, gone);
            case Input.VfObserved observed -> InventoryRules.observed(draft, observed);
            case Input.PodScheduled scheduled -> HoldRules.scheduled(draft, scheduled);
            case Input.PodDeleted deleted -> PodRules.deleted(draft, deleted.pod());
            case Input.NodePodsSnapshot snapshot -> PodRules.snapshot(draft, snapshot);
            case Input.NodePoolsChanged changed -> poolsChanged(draft, changed);
            case Input.NodeRemoved removed -> InventoryRules.nodeRemoved(draft, removed);
            case Input.AddRequested add -> AddRules.requested(draft, add.ask());
            case Input.DelRequested del -> ReleaseRules.delRequested(draft, del);
            case Outcome outcome -> outcome(draft, outcome);
            case Input.TimerFired fired -> TimerRules.fired(draft, fired);
        };
    }

    private static Disposition outcome(Draft draft, Outcome outcome) {
        return switch (outcome) {
            case Outcome.VfHeld held -> OutcomeRules.held(draft, held);
            case Outcome.VfAttached attached -> OutcomeRules.attached(draft, attached);
            case Outcome.VfReleased released -> ReleaseRules.released(draft, released);
            case Outcome.VfVerified verified -> OutcomeRules.verified(draft, verified);
            case Outcome.VfRecovered recovered -> OutcomeRules.recovered(draft, recovered);
            case Outcome.PfConfigured configured -> PfRules.configured(draft, configured);
            case Outcome.DeviceAllocated allocated -> PodRules.allocated(draft, allocated);
            case Outcome.CommandFailed failed -> FailureRules.failed(draft, failed);
        };
    }

    private static Disposition poolsChanged(Draft draft, Input.NodePoolsChanged changed) {
        boolean rewrites = draft.state().pools().stream().anyMatch(pool -> pool.drift() == DriftPolicy.REWRITE);
        draft.record(new Transition.PoolsSet(
                changed.pools(), changed.pfs(), draft.time().nodeSeq()));
        if (!rewrites && changed.pools().stream().anyMatch(pool -> pool.drift() == DriftPolicy.REWRITE)) {
            draft.askInventory("what was changed by hand is written again from now on");
        }
        return APPLIED;
    }
}
