package io.vfledger.vf;

import java.util.regex.Pattern;

/**
 * The name of a pool of VFs.
 *
 * @param value begins with a letter or digit, then letters, digits, {@code _}, {@code .} and {@code -}; 1 to 63
 *     characters
 */
public record PoolName(String value) implements Comparable<PoolName> {
    private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");

    public PoolName {
        Require.matches("pool name", value, FORM, 63, "a letter or digit, then letters, digits, '_', '.' and '-'");
    }

    @Override
    public int compareTo(PoolName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
