package io.vfledger.cni.protocol;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The key {@code deviceID}: the PCI address of a VF in the kernel's form {@code dddd:bb:dd.f} (hexadecimal, the device
 * 00 to 1f, the function 0 to 7). Kept in lower case, as sysfs names its directories.
 */
public record DeviceAddress(String text) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\\.[0-7]");

    public DeviceAddress {
        text = text.toLowerCase(Locale.ROOT);
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("PCI address " + Quote.of(text)
                    + " is not of the form dddd:bb:dd.f (0000:00:00.0 to ffff:ff:1f.7)");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
