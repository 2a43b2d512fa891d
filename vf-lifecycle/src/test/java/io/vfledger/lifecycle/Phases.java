package io.vfledger.lifecycle;

import io.vfledger.vf.Baseline;
import io.vfledger.vf.Epoch;
import io.vfledger.vf.Fence;
import io.vfledger.vf.Version;
import io.vfledger.vf.VfTraits;
import java.util.Optional;

/** Puts a function into any phase, with all that belongs to it. */
final class Phases {
    static final Fence FENCE = new Fence(new Epoch(3), new Version(9));

    private Phases() {}

    static NodeState put(NodeState state, int number, VfPhase phase) {
        VfTraits traits = Sample.info(number).traits();
        AddAsk ask = Sample.ask("r-phase-" + number, "holder" + number, 2_000_000);
        Ownership owner = phase == VfPhase.HELD
                ? new Ownership(
                        Optional.empty(),
                        Optional.of(ask.demand()),
                        ask.pod(),
                        Optional.empty(),
                        java.util.List.of(),
                        Optional.empty(),
                        ask.settings(),
                        0,
                        false,
                        true)
                : Ownership.of(ask);
        boolean timed = switch (phase) {
            case DISCOVERED, HELD, ATTACHING, RELEASING, QUARANTINED, LOST -> true;
            case RESERVED, FREE, ATTACHED, GONE -> false;
        };
        VfState vf = new VfState(
                traits.pci(),
                phase,
                FENCE,
                Optional.empty(),
                phase.isOwned() ? Optional.of(owner) : Optional.empty(),
                phase == VfPhase.RELEASING ? Optional.of(ReleaseCause.CNI_DEL) : Optional.empty(),
                timed ? Optional.of(new Timer(1_500_000, 4)) : Optional.empty(),
                0,
                false,
                "put there",
                900_000,
                new VfFacts(traits, Optional.of(new Baseline(Sample.CLEAN)), Sample.CLEAN, true, 0));
        NodeState with = VfLifecycle.evolve(
                state, new Transition.VfMoved(state.vfs().get(traits.pci()).map(VfState::phase), vf));
        return phase == VfPhase.ATTACHING
                ? VfLifecycle.evolve(
                        with,
                        new Transition.RequestOpened(
                                new OpenRequest(ask, traits.pci(), false, 900_000, new Timer(2_000_000, 4))))
                : with;
    }
}
