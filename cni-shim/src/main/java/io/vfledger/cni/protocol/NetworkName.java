package io.vfledger.cni.protocol;

import java.util.regex.Pattern;

/** The {@code name} of a network configuration: starts alphanumeric, then alphanumerics, {@code _ . -}; up to 253. */
public record NetworkName(String text) {
    private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.\\-]{0,252}");

    public NetworkName {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "network name " + Quote.of(text) + " does not match ^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,252}$");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
