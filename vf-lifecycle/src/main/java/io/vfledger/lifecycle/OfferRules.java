package io.vfledger.lifecycle;

import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PfInfo;
import java.util.Optional;

/** Whether the VFs of a PF may be given at all, whatever each of them is like. */
final class OfferRules {
    private OfferRules() {}

    /** Why no VF of that PF is offered; empty where nothing stands against it. */
    static Optional<String> obstacle(NodeState state, PciAddress pf) {
        return state.pfs()
                .get(pf)
                .flatMap(OfferRules::obstacle)
                .or(() -> state.vfs().get(pf).flatMap(WholePfRules::obstacle))
                .or(() -> PfRules.obstacle(state, pf));
    }

    /** Why no VF of that PF is offered, nor the PF as a whole. */
    static Optional<String> obstacle(PfInfo pf) {
        return pf.eswitch()
                .filter(mode -> !mode.offersVfs())
                .map(mode -> "PF "
                        + pf.netdev().map(Object::toString).orElse(pf.pci().value()) + " is in " + mode
                        + " mode, in which a PF does not set its VFs");
    }

    /**
     * Sets aside what may not be offered any more, and has what may be offered again read first.
     *
     * @param before the state that the decision began with
     */
    static void settle(Draft draft, NodeState before) {
        for (PfInfo pf : draft.state().pfs().values()) {
            Optional<String> obstacle = obstacle(draft.state(), pf.pci());
            if (obstacle.isPresent()) {
                setAside(draft, pf.pci(), obstacle.get());
            } else if (obstacle(before, pf.pci()).isPresent()) {
                offerAgain(draft, pf.pci());
            }
        }
    }

    private static void setAside(Draft draft, PciAddress pf, String obstacle) {
        for (VfState vf : draft.state().vfs().values()) {
            boolean idle = vf.phase() == VfPhase.FREE || vf.phase() == VfPhase.DISCOVERED;
            if (idle && !vf.isPf() && vf.facts().traits().pf().equals(pf)) {
                VfMove.of(draft, vf).to(VfPhase.RESERVED, obstacle).record();
            }
        }
    }

    private static void offerAgain(Draft draft, PciAddress pf) {
        for (VfState vf : draft.state().vfs().values()) {
            if (vf.phase() == VfPhase.RESERVED
                    && !vf.isPf()
                    && vf.facts().traits().pf().equals(pf)) {
                VfSteps.verifyDiscovered(
                        draft, VfMove.of(draft, vf).to(VfPhase.DISCOVERED, "its PF offers its VFs again"));
            }
        }
    }
}
