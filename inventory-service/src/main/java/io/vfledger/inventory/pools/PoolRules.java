package io.vfledger.inventory.pools;

import io.vfledger.vf.Chooser;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.Placement;
import io.vfledger.vf.Pool;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.PoolSelectors;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All pools.
 *
 * @param rules in the order of the file; at most {@link #MOST}
 */
public record PoolRules(List<PoolRule> rules) {
    /** Pools at most. */
    public static final int MOST = 256;

    /** What is in force without a file: one pool {@code default} that every VF of every node belongs to. */
    public static final PoolRules DEFAULT = new PoolRules(List.of(new PoolRule(
            new Pool(
                    new PoolName("default"),
                    Chooser.ALLOCATOR,
                    0,
                    PoolSelectors.ALL,
                    Optional.empty(),
                    Placement.DEFAULT),
            List.of())));

    static final Comparator<Pool> ORDER =
            Comparator.comparingInt(Pool::priority).thenComparing(Pool::name);

    public PoolRules {
        rules = List.copyOf(rules);
        if (rules.size() > MOST) {
            throw new IllegalArgumentException(rules.size() + " pools are too many: allowed are 0 to " + MOST);
        }
    }

    /** The pools of a node, in the order in which they are tried: by priority, then by name. */
    public List<Pool> of(NodeName node) {
        return rules.stream()
                .filter(rule -> rule.isOn(node))
                .map(PoolRule::pool)
                .sorted(ORDER)
                .toList();
    }
}
