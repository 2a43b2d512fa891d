package io.vfledger.vf;

/**
 * A named set of VFs that pods may ask for.
 *
 * @param name unique on a node
 * @param chooser who picks the VF
 * @param priority a VF that fits several pools counts to the one with the highest; -1,000,000 to 1,000,000
 * @param selectors which VFs belong to it
 */
public record Pool(PoolName name, Chooser chooser, int priority, PoolSelectors selectors) {
    private static final int MAX_PRIORITY = 1_000_000;

    public Pool {
        Require.inRange("pool priority", priority, -MAX_PRIORITY, MAX_PRIORITY);
    }
}
