package io.vfledger.vf;

import java.util.Optional;

/**
 * How the VF is picked where the allocator chooses.
 *
 * @param order onto which PFs first
 * @param numaNode the NUMA node whose PFs are preferred; empty: none is
 * @param rateBudgetPercent how much of a PF's link speed the guaranteed rates of its VFs may add up to, 1 to 100, for drivers
 *     whose guaranteed rate is an absolute one; empty: they are not added up
 */
public record Placement(PlacementOrder order, Optional<Integer> numaNode, Optional<Integer> rateBudgetPercent) {
    /** Of a pool that says nothing. */
    public static final Placement DEFAULT = new Placement(PlacementOrder.SPREAD, Optional.empty(), Optional.empty());

    /** The highest number that a NUMA node may have. */
    public static final int MAX_NUMA_NODE = 1_023;

    private static final int ALL = 100;

    public Placement {
        Limits.check("NUMA node", numaNode, 0, MAX_NUMA_NODE);
        Limits.check("rate budget in percent", rateBudgetPercent, 1, ALL);
    }
}
