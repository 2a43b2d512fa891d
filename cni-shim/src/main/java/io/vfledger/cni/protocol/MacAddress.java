package io.vfledger.cni.protocol;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A unicast Ethernet address that can be given to an interface: six octets, not all zero. Read with colons or hyphens,
 * kept in lower case with colons.
 */
public record MacAddress(String text) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");
    private static final int GROUP_BIT = 1;

    public MacAddress {
        String given = text;
        text = text.toLowerCase(Locale.ROOT).replace('-', ':');
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "MAC address " + Quote.of(given) + " is not six hexadecimal octets, like 02:00:00:00:00:01");
        }
        if ((Integer.parseInt(text.substring(0, 2), 16) & GROUP_BIT) != 0) {
            throw new IllegalArgumentException(
                    "MAC address " + Quote.of(given) + " is a multicast address; the first octet has to be even");
        }
        if (text.equals("00:00:00:00:00:00")) {
            throw new IllegalArgumentException("MAC address " + Quote.of(given) + " is all zero");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
