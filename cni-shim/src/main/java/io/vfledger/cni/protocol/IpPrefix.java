package io.vfledger.cni.protocol;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * An address with a prefix length, {@code 10.1.0.5/16} or {@code fd00::5/64}.
 *
 * @param prefixLength 0 to 32, or 0 to 128 for IPv6
 */
public record IpPrefix(InetAddress address, int prefixLength) {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    public IpPrefix {
        int bits = address.getAddress().length * Byte.SIZE;
        if (prefixLength < 0 || prefixLength > bits) {
            throw new IllegalArgumentException("prefix length " + prefixLength + " is outside 0 to " + bits);
        }
    }

    public boolean isIpv4() {
        return address instanceof Inet4Address;
    }

    /** Reads address and prefix; no name is ever looked up. */
    public static IpPrefix parse(String text) {
        int at = text.indexOf('/');
        if (at < 0 || !text.substring(at + 1).matches("\\d{1,3}")) {
            throw new IllegalArgumentException(Quote.of(text) + " is not an address with a prefix, like 10.1.0.5/16");
        }
        return new IpPrefix(address(text.substring(0, at)), Integer.parseInt(text.substring(at + 1)));
    }

    /** Reads one literal address. */
    public static InetAddress address(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            throw new IllegalArgumentException(Quote.of(text) + " is not an IP address");
        }
        return InetAddress.ofLiteral(text);
    }

    /** The shortest form: RFC 5952 for IPv6. */
    public static String text(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4 ? address.getHostAddress() : compressed(bytes);
    }

    private static String compressed(byte[] bytes) {
        int[] groups = new int[8];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < groups.length; i++) {
            int run = i;
            while (run < groups.length && groups[run] == 0) {
                run++;
            }
            if (run - i > length) {
                start = i;
                length = run - i;
            }
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < groups.length; i++) {
            if (i == start) {
                out.append("::");
                i += length - 1;
            } else {
                out.append(out.isEmpty() || out.charAt(out.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return text(address) + "/" + prefixLength;
    }
}
