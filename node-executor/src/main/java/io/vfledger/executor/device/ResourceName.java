package io.vfledger.executor.device;

import io.vfledger.vf.PoolName;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of an extended resource of a node.
 *
 * @param prefix a domain in lower case, 1 to 63 characters, like {@code intel.com}
 * @param name begins with a letter or digit, then letters, digits, {@code _} and {@code -}; 1 to 63 characters; the pool in
 *     the ledger has this name
 */
public record ResourceName(String prefix, String name) implements Comparable<ResourceName> {
    private static final Pattern PREFIX = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]{0,62}");

    public ResourceName {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("resource prefix '" + shown(prefix)
                    + "' is not valid: allowed is a domain in lower case of 1 to 63 characters, like intel.com");
        }
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("resource name '" + shown(name)
                    + "' is not valid: it begins with a letter or digit, then letters, digits, '_' and '-',"
                    + " 1 to 63 characters");
        }
    }

    private static String shown(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }

    /** The pool that the ledger has its VFs in. */
    public PoolName pool() {
        return new PoolName(name);
    }

    /** The environment variable that tells a container its devices. */
    public String variable() {
        return ("PCIDEVICE_" + prefix + "_" + name).replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** File name of the socket that kubelet asks about it. */
    public String socket() {
        return "vfledger-" + prefix + "_" + name + ".sock";
    }

    /** Name of the device-info file of one of its devices: a meta plugin looks for it by this name. */
    public String deviceInfoFile(String device) {
        return (this + "-" + device + "-device.json").replace('/', '-');
    }

    @Override
    public int compareTo(ResourceName other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return prefix + "/" + name;
    }
}
