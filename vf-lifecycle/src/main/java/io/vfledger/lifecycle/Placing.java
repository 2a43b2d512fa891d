package io.vfledger.lifecycle;

import io.vfledger.placement.Candidate;
import io.vfledger.placement.Choice;
import io.vfledger.placement.Placer;
import io.vfledger.vf.Epoch;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.Placement;
import io.vfledger.vf.PoolName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which functions may be given, and which of them is. */
final class Placing {
    private Placing() {}

    /**
     * The functions that may be given.
     *
     * @param pool their pool; empty: any whose functions the allocator chooses
     * @param pf their PF; empty: any
     */
    static List<VfState> free(Draft draft, Optional<PoolName> pool, Optional<InterfaceName> pf) {
        return draft.state().vfsIn(pool, pf).stream()
                .filter(vf -> vf.phase() == VfPhase.FREE && vf.facts().healthy())
                .toList();
    }

    /** Those that can be set as is wished. */
    static List<VfState> fit(Draft draft, Wish wish, List<VfState> free) {
        return free.stream().filter(vf -> unfit(draft, wish, vf).isEmpty()).toList();
    }

    /** Why that function cannot be set as is wished. */
    static Optional<Refusal> unfit(Draft draft, Wish wish, VfState vf) {
        if (!MacRules.isFree(draft.state(), wish, vf)) {
            return Optional.of(
                    Refusals.duplicateMac(draft, wish.settings(), vf, MacRules.holder(draft.state(), wish, vf)));
        }
        return RateRules.affords(draft.state(), wish.settings(), vf)
                ? Optional.empty()
                : Optional.of(Refusals.overBudget(draft, wish.settings(), vf));
    }

    /**
     * Picks one, or none when none is left.
     *
     * @param pool whose way of picking counts; empty: none's
     */
    static Optional<Choice> choose(Draft draft, Optional<PoolName> pool, List<VfState> fit) {
        Placement placement = RateRules.placement(draft.state(), pool);
        return Placer.choose(placement.order(), candidates(draft, placement, fit));
    }

    private static List<Candidate> candidates(Draft draft, Placement placement, List<VfState> free) {
        NodeState state = draft.state();
        Map<PciAddress, Integer> usedOnPf = new HashMap<>();
        for (VfState vf : state.vfs().values()) {
            if (vf.phase().isOwned()) {
                usedOnPf.merge(vf.facts().traits().pf(), 1, Integer::sum);
            }
        }
        List<Candidate> candidates = new ArrayList<>(free.size());
        for (VfState vf : free) {
            PciAddress pf = vf.facts().traits().pf();
            candidates.add(candidate(draft, placement, vf, state.pfs().get(pf), usedOnPf.getOrDefault(pf, 0)));
        }
        return candidates;
    }

    private static Candidate candidate(
            Draft draft, Placement placement, VfState vf, Optional<PfInfo> pf, int usedOnPf) {
        long now = draft.time().ms();
        long faultMs = vf.facts().faultMs();
        return new Candidate(
                vf.pci(),
                vf.facts().traits().pf(),
                vf.facts().traits().index(),
                pf.map(PfInfo::link).filter(PfInfo.Link::carrier).isPresent(),
                pf.map(PfInfo::hardware)
                        .filter(hardware -> isFar(placement, hardware))
                        .isEmpty(),
                faultMs > 0 && faultMs > now - LifecycleTimes.FORMERLY_FAULTY_MS,
                !vf.fence().epoch().equals(Epoch.ZERO) && vf.sinceMs() > now - LifecycleTimes.JUST_RELEASED_MS,
                usedOnPf);
    }

    /** A machine that does not tell has no far end. */
    private static boolean isFar(Placement placement, PfInfo.Hardware hardware) {
        return hardware.numaNode() >= 0
                && placement
                        .numaNode()
                        .filter(wanted -> wanted != hardware.numaNode())
                        .isPresent();
    }
}
