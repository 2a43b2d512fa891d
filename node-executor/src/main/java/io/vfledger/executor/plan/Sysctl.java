package io.vfledger.executor.plan;

import java.util.regex.Pattern;

/**
 * A kernel parameter of one interface: {@code /proc/sys/TABLE/INTERFACE/KEY}. It is gone with the interface's move to
 * another namespace.
 *
 * @param table {@code net/ipv4/conf}, {@code net/ipv6/conf}, {@code net/ipv4/neigh} or {@code net/ipv6/neigh}
 * @param key the parameter
 * @param value to write
 */
public record Sysctl(String table, String key, String value) {
    private static final Pattern TABLE = Pattern.compile("net/ipv[46]/(conf|neigh)");
    private static final Pattern KEY = Pattern.compile("[a-z0-9_]{1,64}");

    public Sysctl {
        if (!TABLE.matcher(table).matches() || !KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("sysctl " + table + "/INTERFACE/" + key + " is not of an interface");
        }
    }
}
