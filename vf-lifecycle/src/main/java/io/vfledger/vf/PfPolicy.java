package io.vfledger.vf;

import java.util.Comparator;

/**
 * How PFs shall be.
 *
 * @param name unique on a node
 * @param priority a PF that fits several policies is configured by the one with the lowest number, then by the first by
 *     name; 0 to 99
 * @param selectors which PFs it is about
 * @param settings how they shall be
 */
public record PfPolicy(PolicyName name, int priority, PfSelectors selectors, PfSettings settings) {
    /** The highest number that a priority may have. */
    public static final int MAX_PRIORITY = 99;

    /** The order in which policies are tried. */
    public static final Comparator<PfPolicy> ORDER =
            Comparator.comparingInt(PfPolicy::priority).thenComparing(PfPolicy::name);

    public PfPolicy {
        Require.inRange("policy priority", priority, 0, MAX_PRIORITY);
    }
}
