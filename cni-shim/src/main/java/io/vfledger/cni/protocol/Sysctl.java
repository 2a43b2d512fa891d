package io.vfledger.cni.protocol;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of the key {@code sysctls}: a kernel parameter of the interface in the pod, and of nothing else. Written as the
 * tuning plugin has it, {@code net.ipv4.conf.IFNAME.arp_notify} or with slashes; IFNAME, or the interface's own name.
 *
 * @param table where below /proc/sys: {@code net/ipv4/conf}, {@code net/ipv6/conf}, {@code net/ipv4/neigh} or
 *     {@code net/ipv6/neigh}
 * @param key the parameter: 1 to 64 of a-z, 0-9 and _
 * @param value 1 to 128 of letters, digits, space and {@code . , : _ -}
 */
public record Sysctl(String table, String key, String value) {
    /** Entries of one configuration. */
    public static final int MOST = 64;

    private static final Pattern TABLE = Pattern.compile("net/ipv[46]/(conf|neigh)");
    private static final Pattern KEY = Pattern.compile("[a-z0-9_]{1,64}");
    private static final Pattern VALUE = Pattern.compile("[a-zA-Z0-9 .,:_\\-]{1,128}");
    private static final Pattern DOTTED = Pattern.compile("(net\\.ipv[46]\\.(?:conf|neigh))\\.(.+)\\.([^.]*)");
    private static final Pattern SLASHED = Pattern.compile("(net/ipv[46]/(?:conf|neigh))/([^/]+)/([^/]*)");
    private static final String ANY_INTERFACE = "IFNAME";

    public Sysctl {
        if (!TABLE.matcher(table).matches() || !KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("sysctl " + Quote.of(table + "/IFNAME/" + key)
                    + " is not one of the interface's own: net.ipv4 or net.ipv6, conf or neigh, IFNAME, and a parameter"
                    + " of 1 to 64 characters a-z, 0-9 and _");
        }
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("the value " + Quote.of(value) + " of sysctl " + key
                    + " is not 1 to 128 letters, digits, spaces and . , : _ -");
        }
    }

    /** Reads a name; the interface has to be that of the call. */
    static Sysctl named(String name, String value, InterfaceName own) {
        Matcher parts = name.indexOf('/') < 0 ? DOTTED.matcher(name) : SLASHED.matcher(name);
        if (!parts.matches()) {
            throw new IllegalArgumentException("sysctl " + Quote.of(name)
                    + " is not of the form net.ipv4.conf.IFNAME.KEY, where ipv6 and neigh are allowed too");
        }
        String of = parts.group(2);
        if (!of.equals(ANY_INTERFACE) && !of.equals(own.text())) {
            throw new IllegalArgumentException("sysctl " + Quote.of(name) + " is of interface " + Quote.of(of)
                    + "; allowed are IFNAME and " + own.text());
        }
        return new Sysctl(parts.group(1).replace('.', '/'), parts.group(3), value);
    }
}
