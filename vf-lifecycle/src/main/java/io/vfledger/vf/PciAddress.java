package io.vfledger.vf;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The address of a PCI function, as sysfs names it (Linux {@code pci_setup_device}: {@code %04x:%02x:%02x.%d}).
 *
 * @param value {@code dddd:bb:dd.f} in lower-case hex; upper case is accepted and lowered. The domain may have up to 8
 *     digits, as volume management devices get domains above ffff; the device is 00 to 1f, the function 0 to 7
 */
public record PciAddress(String value) implements Comparable<PciAddress> {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{4,8}:[0-9a-f]{2}:[01][0-9a-f]\\.[0-7]");

    public PciAddress {
        value = value.toLowerCase(Locale.ROOT);
        Require.matches("PCI address", value, FORM, 16, "of the form dddd:bb:dd.f in hex, like 0000:65:02.1");
    }

    @Override
    public int compareTo(PciAddress other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
