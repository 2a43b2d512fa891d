package io.vfledger.vf;

import java.util.regex.Pattern;

/**
 * The name of a network interface, as the kernel allows it (net/core/dev.c {@code dev_valid_name}), and printable.
 *
 * @param value 1 to 15 printable ASCII characters without blank, {@code /} and {@code :}; not {@code .} or {@code ..}
 */
public record InterfaceName(String value) implements Comparable<InterfaceName> {
    private static final Pattern FORM = Pattern.compile("(?!\\.{1,2}$)[!-.0-9;-~]+");

    public InterfaceName {
        Require.matches(
                "interface name", value, FORM, 15, "printable ASCII without blank, '/' and ':', and not '.' or '..'");
    }

    @Override
    public int compareTo(InterfaceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
