package io.vfledger.netlink.route;

import io.vfledger.netlink.wire.Octets;
import java.util.HexFormat;
import java.util.Locale;

/** A link layer address; Ethernet's six bytes or whatever length another kind of link has, up to 32. */
public record HardwareAddress(Octets octets) {
    private static final int LONGEST = 32;
    private static final int ETHERNET = 6;
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    public HardwareAddress {
        if (octets.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "hardware address of " + octets.length() + " bytes, allowed is at most " + LONGEST);
        }
    }

    /** Six bytes written {@code 02:00:5e:00:53:01}; throws IllegalArgumentException on anything else. */
    public static HardwareAddress parse(String text) {
        byte[] bytes;
        try {
            bytes = COLONS.parseHex(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "hardware address '" + text + "', expected six pairs of hexadecimal digits with colons", e);
        }
        if (bytes.length != ETHERNET) {
            throw new IllegalArgumentException(
                    "hardware address '" + text + "' has " + bytes.length + " bytes, expected 6");
        }
        return new HardwareAddress(Octets.of(bytes));
    }

    /** The Ethernet part of a longer field. */
    static HardwareAddress ethernet(Octets field) {
        return new HardwareAddress(field.slice(0, ETHERNET));
    }

    @Override
    public String toString() {
        return COLONS.formatHex(octets.toArray());
    }
}
