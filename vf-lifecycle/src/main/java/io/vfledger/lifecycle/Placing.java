package io.vfledger.lifecycle;

import io.vfledger.placement.Candidate;
import io.vfledger.placement.Choice;
import io.vfledger.placement.PlacementPolicy;
import io.vfledger.vf.Epoch;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PfInfo;
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

    /** Picks one, or none when none is left. */
    static Optional<Choice> choose(Draft draft, List<VfState> fit) {
        return PlacementPolicy.SPREAD.choose(candidates(draft, fit));
    }

    private static List<Candidate> candidates(Draft draft, List<VfState> free) {
        NodeState state = draft.state();
        Map<PciAddress, Integer> usedOnPf = new HashMap<>();
        for (VfState vf : state.vfs().values()) {
            if (vf.phase().isOwned()) {
                usedOnPf.merge(vf.facts().traits().pf(), 1, Integer::sum);
            }
        }
        long justNow = draft.time().ms() - LifecycleTimes.JUST_RELEASED_MS;
        List<Candidate> candidates = new ArrayList<>(free.size());
        for (VfState vf : free) {
            PciAddress pf = vf.facts().traits().pf();
            candidates.add(new Candidate(
                    vf.pci(),
                    pf,
                    vf.facts().traits().index(),
                    state.pfs()
                            .get(pf)
                            .map(PfInfo::link)
                            .filter(PfInfo.Link::carrier)
                            .isPresent(),
                    !vf.fence().epoch().equals(Epoch.ZERO) && vf.sinceMs() > justNow,
                    usedOnPf.getOrDefault(pf, 0)));
        }
        return candidates;
    }
}
