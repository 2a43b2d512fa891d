package io.vfledger.vf;

import java.util.regex.Pattern;

/**
 * The runtime's id of a container or sandbox (CNI specification 1.1.0, {@code CNI_CONTAINERID}).
 *
 * @param value begins with a letter or digit, then letters, digits, {@code _}, {@code .} and {@code -}; 1 to 253
 *     characters
 */
public record ContainerId(String value) implements Comparable<ContainerId> {
    private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");

    public ContainerId {
        Require.matches("container id", value, FORM, 253, "a letter or digit, then letters, digits, '_', '.' and '-'");
    }

    @Override
    public int compareTo(ContainerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
