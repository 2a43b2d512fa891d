package io.vfledger.inventory.pools;

import io.vfledger.vf.NodeName;
import java.util.List;
import java.util.regex.Pattern;

/** Names of nodes in which {@code *} stands for any characters. */
final class NodePatterns {
    private static final Pattern FORM = Pattern.compile("[a-z0-9.*-]{1,253}");

    private NodePatterns() {}

    /**
     * Checks a pattern.
     *
     * @throws IllegalArgumentException when it is none
     */
    static String checked(String pattern) {
        if (!FORM.matcher(pattern).matches()) {
            throw new IllegalArgumentException("node pattern '" + pattern
                    + "' is not valid: allowed are lower-case letters, digits, '-', '.', and '*' for any"
                    + " characters, 1 to 253 of them");
        }
        return pattern;
    }

    /** Whether one of the patterns means the node; none at all mean every node. */
    static boolean mean(List<String> patterns, NodeName node) {
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> matches(pattern, node.value()));
    }

    private static boolean matches(String pattern, String name) {
        return Pattern.matches(pattern.replace(".", "\\.").replaceAll("\\*+", ".*"), name);
    }
}
