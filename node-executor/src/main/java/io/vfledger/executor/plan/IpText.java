package io.vfledger.executor.plan;

import io.vfledger.netlink.route.Prefix;
import java.net.InetAddress;

/** Internet addresses from text, without asking a name server. */
public final class IpText {
    private IpText() {}

    /**
     * Reads {@code 192.0.2.7/24} or {@code 2001:db8::7/64}; without a length the address is the whole prefix.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Prefix prefix(String text) {
        int slash = text.indexOf('/');
        InetAddress address = address(slash < 0 ? text : text.substring(0, slash));
        int bits = address.getAddress().length * 8;
        if (slash < 0) {
            return new Prefix(address, bits);
        }
        try {
            return new Prefix(address, Integer.parseInt(text.substring(slash + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "prefix '" + text + "' is not valid: its length must be a number from 0 to " + bits, e);
        }
    }

    /**
     * Reads {@code 192.0.2.1} or {@code 2001:db8::1}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static InetAddress address(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "address '" + text + "' is not valid: it must be IPv4 like 192.0.2.7 or IPv6 like 2001:db8::7", e);
        }
    }
}
