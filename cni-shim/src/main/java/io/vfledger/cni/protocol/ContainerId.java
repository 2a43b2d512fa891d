package io.vfledger.cni.protocol;

import java.util.regex.Pattern;

/** CNI_CONTAINERID: starts alphanumeric, then alphanumerics, {@code _ . -}; up to 1024 characters. */
public record ContainerId(String text) {
    static final Pattern FORM = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.\\-]{0,1023}");

    public ContainerId {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "container id " + Quote.of(text) + " does not match ^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,1023}$");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
