package io.vfledger.lifecycle;

import io.vfledger.placement.Choice;
import io.vfledger.vf.PoolName;
import java.util.List;
import java.util.Optional;

/** Steps of holds: made, made again, moved to another function, given up. */
final class HoldSteps {
    private HoldSteps() {}

    /** Keeps a function for an owner and has it prepared: FREE, HELD or RELEASING to HELD. */
    static void hold(Draft draft, VfState vf, Ownership owner, VfFacts facts, String why) {
        VfMove move = VfMove.of(draft, vf)
                .to(VfPhase.HELD, why)
                .owner(owner)
                .facts(facts)
                .timerIn(LifecycleTimes.HOLD_MS);
        VfState held = (vf.phase() == VfPhase.FREE ? move.nextEpoch() : move.nextVersion()).record();
        draft.send(new Command.HoldVf(
                held.pci(),
                held.fence(),
                owner.demand().orElseThrow(),
                owner.pod(),
                draft.state().poolOf(held.pci()),
                owner.settings(),
                VfSteps.baselineOf(held),
                draft.state().releaseModeOf(held.pci()),
                draft.time().ms() + LifecycleTimes.HOLD_MS));
    }

    /** Ends a hold whose demand is, or gets, another function: nothing here fulfils it any more. */
    static void giveUp(Draft draft, VfState held, String why) {
        Ownership owner = held.owner().orElseThrow();
        VfSteps.release(
                draft,
                VfMove.of(draft, held)
                        .owner(owner.withDemand(Optional.empty()).withKept(false))
                        .record(),
                ReleaseCause.HOLD_EXPIRED,
                why);
    }

    /** Somebody named the very function: its hold goes to another one, where there is one. */
    static void move(Draft draft, VfState held, String why) {
        Ownership owner = held.owner().orElseThrow();
        Optional<PoolName> pool = draft.state().poolOf(held.pci());
        List<VfState> fit = Placing.fit(draft, Wish.of(owner), Placing.free(draft, pool, Optional.empty()));
        Optional<Choice> choice = Placing.choose(draft, pool, fit);
        giveUp(
                draft,
                held,
                why + "; the hold of " + owner.holder()
                        + choice.map(other -> " moves to VF " + other.vf()).orElse(" is lost: no other VF is free"));
        choice.ifPresent(other -> {
            VfState to = draft.state().vfs().get(other.vf()).orElseThrow();
            hold(draft, to, owner, to.facts(), "moved from VF " + held.pci() + "; " + other.reason());
        });
    }
}
