package io.vfledger.inventory.pools;

import io.vfledger.vf.NodeName;
import io.vfledger.vf.Pool;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A pool, and the nodes that have it.
 *
 * @param pool the pool
 * @param nodes names of nodes, in which {@code *} stands for any characters; empty: all nodes
 */
public record PoolRule(Pool pool, List<String> nodes) {
    private static final Pattern NODES = Pattern.compile("[a-z0-9.*-]{1,253}");

    public PoolRule {
        nodes = List.copyOf(nodes);
        for (String name : nodes) {
            if (!NODES.matcher(name).matches()) {
                throw new IllegalArgumentException("node pattern '" + name
                        + "' is not valid: allowed are lower-case letters, digits, '-', '.', and '*' for any"
                        + " characters, 1 to 253 of them");
            }
        }
    }

    /** Whether that node has the pool. */
    public boolean isOn(NodeName node) {
        return nodes.isEmpty() || nodes.stream().anyMatch(pattern -> matches(pattern, node.value()));
    }

    private static boolean matches(String pattern, String name) {
        return Pattern.matches(pattern.replace(".", "\\.").replaceAll("\\*+", ".*"), name);
    }
}
