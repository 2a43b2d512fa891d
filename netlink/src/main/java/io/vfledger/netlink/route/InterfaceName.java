package io.vfledger.netlink.route;

import java.nio.charset.StandardCharsets;

/** The kernel's rule for an interface's name, {@code dev_valid_name} (net/core/dev.c). */
final class InterfaceName {
    /** {@code IFNAMSIZ} less the terminating zero. */
    private static final int LONGEST = 15;

    private InterfaceName() {}

    /** {@code ALTIFNAMSIZ} less the terminating zero. */
    private static final int LONGEST_ALTERNATIVE = 127;

    static boolean isShort(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length <= LONGEST;
    }

    static String require(String name) {
        return require(name, LONGEST);
    }

    static String requireAlternative(String name) {
        return require(name, LONGEST_ALTERNATIVE);
    }

    private static String require(String name, int longest) {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        boolean reserved = name.equals(".") || name.equals("..");
        boolean badCharacter = name.chars().anyMatch(c -> c == '/' || c == ':' || c == 0 || Character.isWhitespace(c));
        if (length < 1 || length > longest || reserved || badCharacter) {
            throw new IllegalArgumentException("interface name '" + name + "', allowed are 1 to " + longest
                    + " bytes without '/', ':' or white space, and not '.' or '..'");
        }
        return name;
    }
}
