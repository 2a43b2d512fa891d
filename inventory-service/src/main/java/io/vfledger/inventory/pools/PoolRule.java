package io.vfledger.inventory.pools;

import io.vfledger.vf.NodeName;
import io.vfledger.vf.Pool;
import java.util.List;

/**
 * A pool, and the nodes that have it.
 *
 * @param pool the pool
 * @param nodes names of nodes, in which {@code *} stands for any characters; empty: all nodes
 */
public record PoolRule(Pool pool, List<String> nodes) {
    public PoolRule {
        nodes = nodes.stream().map(NodePatterns::checked).toList();
    }

    /** Whether that node has the pool. */
    public boolean isOn(NodeName node) {
        return NodePatterns.mean(nodes, node);
    }
}
