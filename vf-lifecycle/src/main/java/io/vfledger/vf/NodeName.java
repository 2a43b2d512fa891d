package io.vfledger.vf;

import java.util.regex.Pattern;

/**
 * The name of a node, as Kubernetes knows it.
 *
 * @param value a DNS-1123 subdomain: lower-case letters, digits, {@code -} and {@code .}, 1 to 253 characters, each
 *     label beginning and ending with a letter or digit
 */
public record NodeName(String value) implements Comparable<NodeName> {
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    public NodeName {
        Require.matches(
                "node name",
                value,
                SUBDOMAIN,
                253,
                "a DNS-1123 subdomain (lower-case letters, digits, '-' and '.', beginning and ending with a letter or"
                        + " digit)");
    }

    @Override
    public int compareTo(NodeName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
