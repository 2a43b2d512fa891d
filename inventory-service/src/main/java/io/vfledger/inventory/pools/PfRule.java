package io.vfledger.inventory.pools;

import io.vfledger.vf.NodeName;
import io.vfledger.vf.PfPolicy;
import java.util.List;

/**
 * How PFs shall be, and the nodes whose PFs are meant.
 *
 * @param policy how
 * @param nodes names of nodes, in which {@code *} stands for any characters; empty: all nodes
 */
public record PfRule(PfPolicy policy, List<String> nodes) {
    public PfRule {
        nodes = nodes.stream().map(NodePatterns::checked).toList();
    }

    /** Whether PFs of that node are meant. */
    public boolean isOn(NodeName node) {
        return NodePatterns.mean(nodes, node);
    }
}
