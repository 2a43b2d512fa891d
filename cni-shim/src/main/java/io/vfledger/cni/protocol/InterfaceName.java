package io.vfledger.cni.protocol;

import java.nio.charset.StandardCharsets;

/** CNI_IFNAME: 1 to 15 bytes, neither {@code .} nor {@code ..}, no {@code /}, {@code :}, white space or control. */
public record InterfaceName(String text) {
    /** IFNAMSIZ of linux/if.h, without the terminating zero. */
    private static final int LENGTH_MAX = 15;

    public InterfaceName {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "interface name " + Quote.of(text) + " has " + length + " bytes, allowed are 1 to " + LENGTH_MAX);
        }
        if (text.equals(".") || text.equals("..") || text.chars().anyMatch(InterfaceName::forbidden)) {
            throw new IllegalArgumentException("interface name " + Quote.of(text)
                    + " is . or .., or has a /, a :, white space or a control character");
        }
    }

    private static boolean forbidden(int c) {
        return c == '/' || c == ':' || Character.isWhitespace(c) || Character.isISOControl(c);
    }

    @Override
    public String toString() {
        return text;
    }
}
