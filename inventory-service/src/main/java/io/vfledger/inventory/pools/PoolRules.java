package io.vfledger.inventory.pools;

import io.vfledger.vf.Chooser;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PfPolicy;
import io.vfledger.vf.Placement;
import io.vfledger.vf.Pool;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.PoolSelectors;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All pools, and how PFs shall be.
 *
 * @param rules the pools, in the order of the file; at most {@link #MOST}
 * @param pfs the policies for PFs, in the order of the file; at most {@link #MOST}
 */
public record PoolRules(List<PoolRule> rules, List<PfRule> pfs) {
    /** Pools at most, and policies at most. */
    public static final int MOST = 256;

    /** What is in force without a file: one pool {@code default} that every VF of every node belongs to. */
    public static final PoolRules DEFAULT = new PoolRules(
            List.of(new PoolRule(
                    new Pool(
                            new PoolName("default"),
                            Chooser.ALLOCATOR,
                            0,
                            PoolSelectors.ALL,
                            Optional.empty(),
                            Placement.DEFAULT),
                    List.of())),
            List.of());

    static final Comparator<Pool> ORDER =
            Comparator.comparingInt(Pool::priority).thenComparing(Pool::name);

    public PoolRules {
        rules = List.copyOf(rules);
        pfs = List.copyOf(pfs);
        if (rules.size() > MOST) {
            throw new IllegalArgumentException(rules.size() + " pools are too many: allowed are 0 to " + MOST);
        }
        if (pfs.size() > MOST) {
            throw new IllegalArgumentException(pfs.size() + " policies for PFs are too many: allowed are 0 to " + MOST);
        }
    }

    /** What concerns a node, in the order in which it is tried: by priority, then by name. */
    public NodePools of(NodeName node) {
        return new NodePools(
                rules.stream()
                        .filter(rule -> rule.isOn(node))
                        .map(PoolRule::pool)
                        .sorted(ORDER)
                        .toList(),
                pfs.stream()
                        .filter(rule -> rule.isOn(node))
                        .map(PfRule::policy)
                        .sorted(PfPolicy.ORDER)
                        .toList());
    }
}
