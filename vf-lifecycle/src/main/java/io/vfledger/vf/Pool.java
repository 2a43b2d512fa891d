package io.vfledger.vf;

import java.util.Optional;

/**
 * A named set of VFs that pods may ask for.
 *
 * @param name unique on a node
 * @param chooser who picks the VF
 * @param priority a VF that fits several pools belongs to the one with the lowest number, then to the first by name; 0 to 99
 * @param selectors which VFs belong to it
 * @param release how its VFs are made clean; empty: as is usual for their driver
 * @param placement how the VF is picked where the allocator chooses
 * @param drift what is done when somebody changes one of its VFs that is given away
 */
public record Pool(
        PoolName name,
        Chooser chooser,
        int priority,
        PoolSelectors selectors,
        Optional<ReleaseMode> release,
        Placement placement,
        DriftPolicy drift) {
    private static final int MAX_PRIORITY = 99;

    public Pool {
        Require.inRange("pool priority", priority, 0, MAX_PRIORITY);
    }

    /** A pool that records drift. */
    public Pool(
            PoolName name,
            Chooser chooser,
            int priority,
            PoolSelectors selectors,
            Optional<ReleaseMode> release,
            Placement placement) {
        this(name, chooser, priority, selectors, release, placement, DriftPolicy.RECORD);
    }
}
