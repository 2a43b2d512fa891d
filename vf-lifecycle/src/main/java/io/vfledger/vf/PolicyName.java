package io.vfledger.vf;

import java.util.regex.Pattern;

/**
 * The name of a policy for PFs.
 *
 * @param value begins with a letter or digit, then letters, digits, {@code _}, {@code .} and {@code -}; 1 to 63
 *     characters
 */
public record PolicyName(String value) implements Comparable<PolicyName> {
    private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");

    public PolicyName {
        Require.matches("policy name", value, FORM, 63, "a letter or digit, then letters, digits, '_', '.' and '-'");
    }

    @Override
    public int compareTo(PolicyName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
