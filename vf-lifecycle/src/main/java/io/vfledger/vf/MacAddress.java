package io.vfledger.vf;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An Ethernet address.
 *
 * @param bits the 48 bits, first octet highest; 0 to 2^48-1
 */
public record MacAddress(long bits) {
    private static final int OCTETS = 6;
    private static final long MAX = (1L << 48) - 1;
    private static final long GROUP_BIT = 1L << 40;
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{2}([:-])[0-9a-f]{2}(\\1[0-9a-f]{2}){4}");

    public MacAddress {
        Require.inRange("MAC address", bits, 0, MAX);
    }

    /**
     * Reads an address.
     *
     * @param text six hex octets divided by {@code :} or {@code -}, upper or lower case
     * @throws IllegalArgumentException when it is anything else
     */
    public static MacAddress parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        Require.matches("MAC address", lower, FORM, 17, "six hex octets divided by ':', like 02:00:5e:10:00:01");
        long bits = 0;
        for (int i = 0; i < OCTETS; i++) {
            bits = bits << 8 | Integer.parseInt(lower, i * 3, i * 3 + 2, 16);
        }
        return new MacAddress(bits);
    }

    /**
     * Takes an address from the six octets that the kernel gives.
     *
     * @throws IllegalArgumentException when there are not exactly six
     */
    public static MacAddress ofOctets(byte[] octets) {
        if (octets.length != OCTETS) {
            throw new IllegalArgumentException("MAC address of " + octets.length + " octets: allowed are exactly 6");
        }
        long bits = 0;
        for (byte octet : octets) {
            bits = bits << 8 | (octet & 0xff);
        }
        return new MacAddress(bits);
    }

    /** The six octets, in the order they go over the wire. */
    public byte[] octets() {
        byte[] octets = new byte[OCTETS];
        for (int i = 0; i < OCTETS; i++) {
            octets[i] = (byte) (bits >>> (40 - 8 * i));
        }
        return octets;
    }

    /** False for a multicast or broadcast address, and for the all-zero one, which means "none". */
    public boolean isUnicast() {
        return (bits & GROUP_BIT) == 0 && bits != 0;
    }

    /** True for 00:00:00:00:00:00, by which drivers say that no administrative address is set. */
    public boolean isZero() {
        return bits == 0;
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(17);
        for (byte octet : octets()) {
            if (!out.isEmpty()) {
                out.append(':');
            }
            out.append(Character.forDigit(octet >> 4 & 0xf, 16)).append(Character.forDigit(octet & 0xf, 16));
        }
        return out.toString();
    }
}
