package io.vfledger.lifecycle;

import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.Placement;
import io.vfledger.vf.Pool;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.VfSettings;
import java.util.Optional;

/** What a PF can guarantee in all, where its driver takes a guaranteed rate for an absolute one and its pool says so. */
final class RateRules {
    private static final int PERCENT = 100;

    private RateRules() {}

    /** Whether what is asked fits beside what others were promised on that function's PF. */
    static boolean affords(NodeState state, VfSettings asked, VfState vf) {
        long rate = asked.minTxRateMbps().orElse(0);
        Optional<Integer> percent = percent(state, vf);
        return rate == 0
                || percent.isEmpty()
                || promised(state, vf) + rate <= speed(state, vf) * percent.get() / PERCENT;
    }

    static Optional<Integer> percent(NodeState state, VfState vf) {
        return placement(state, state.poolOf(vf.pci())).rateBudgetPercent();
    }

    /** In Mbit/s; 0 where the PF tells none, so that nothing can be promised. */
    static long speed(NodeState state, VfState vf) {
        return state.pfs()
                .get(vf.facts().traits().pf())
                .map(PfInfo::link)
                .flatMap(PfInfo.Link::speedMbps)
                .orElse(0);
    }

    /** The guaranteed rates of the other functions of its PF, Mbit/s. */
    static long promised(NodeState state, VfState vf) {
        PciAddress pf = vf.facts().traits().pf();
        return state.vfs().values().stream()
                .filter(other -> !other.pci().equals(vf.pci())
                        && other.facts().traits().pf().equals(pf))
                .flatMap(other -> other.owner().stream())
                .mapToLong(owner -> owner.settings().minTxRateMbps().orElse(0))
                .sum();
    }

    static Placement placement(NodeState state, Optional<PoolName> pool) {
        return pool.flatMap(state::pool).map(Pool::placement).orElse(Placement.DEFAULT);
    }
}
