package io.vfledger.vf;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A PCI vendor or device id.
 *
 * @param value four hex digits in lower case, like {@code 8086}; upper case and a leading {@code 0x}, as sysfs writes
 *     it, are accepted and dropped
 */
public record PciId(String value) implements Comparable<PciId> {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{4}");

    public PciId {
        String lower = value.toLowerCase(Locale.ROOT);
        value = lower.startsWith("0x") ? lower.substring(2) : lower;
        Require.matches("PCI id", value, FORM, 4, "four hex digits, like 8086");
    }

    @Override
    public int compareTo(PciId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
