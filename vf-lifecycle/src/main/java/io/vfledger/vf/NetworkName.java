package io.vfledger.vf;

import java.util.regex.Pattern;

/**
 * The name of a network configuration (CNI specification 1.1.0, "name").
 *
 * @param value begins with a letter or digit, then letters, digits, {@code _}, {@code .} and {@code -}; 1 to 253
 *     characters
 */
public record NetworkName(String value) implements Comparable<NetworkName> {
    private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");

    public NetworkName {
        Require.matches("network name", value, FORM, 253, "a letter or digit, then letters, digits, '_', '.' and '-'");
    }

    @Override
    public int compareTo(NetworkName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
