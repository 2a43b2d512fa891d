package io.vfledger.vf;

import java.util.regex.Pattern;

/** The checks that the value types share; each refusal names the value and the allowed range. */
final class Require {
    /** Longer values are cut in messages, so that hostile input cannot flood a log. */
    private static final int SHOWN = 80;

    private Require() {}

    static void matches(String what, String value, Pattern pattern, int maxLength, String allowed) {
        if (value.length() > maxLength || !pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(what + " '" + shown(value) + "' is not valid: it must be " + allowed
                    + ", at most " + maxLength + " characters");
        }
    }

    static void inRange(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    what + " " + value + " is out of range: allowed are " + min + " to " + max);
        }
    }

    static void printable(String what, String value, int maxLength) {
        if (value.isEmpty() || value.length() > maxLength) {
            throw new IllegalArgumentException(
                    what + " has " + value.length() + " characters: allowed are 1 to " + maxLength);
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x20 || c == 0x7f) {
                throw new IllegalArgumentException(
                        what + " '" + shown(value) + "' holds a control character at " + i + ": use printable text");
            }
        }
    }

    static String shown(String value) {
        String cut = value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...";
        StringBuilder out = new StringBuilder(cut.length());
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            out.append(c < 0x20 || c == 0x7f ? '?' : c);
        }
        return out.toString();
    }
}
