package io.vfledger.netlink.route;

import java.nio.charset.StandardCharsets;

/** The kernel's rule for an interface's name, {@code dev_valid_name} (net/core/dev.c). */
final class InterfaceName {
    /** {@code IFNAMSIZ} less the terminating zero. */
    private static final int LONGEST = 15;

    private InterfaceName() {}

    static String require(String name) {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        boolean reserved = name.equals(".") || name.equals("..");
        boolean badCharacter = name.chars().anyMatch(c -> c == '/' || c == ':' || c == 0 || Character.isWhitespace(c));
        if (length < 1 || length > LONGEST || reserved || badCharacter) {
            throw new IllegalArgumentException("interface name '" + name + "', allowed are 1 to " + LONGEST
                    + " bytes without '/', ':' or white space, and not '.' or '..'");
        }
        return name;
    }
}
