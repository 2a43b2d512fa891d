package io.vfledger.cni.protocol;

import java.util.regex.Pattern;

/** The key {@code pool}: the pool that the allocator takes a VF from. 1 to 63 characters. */
public record PoolName(String text) {
    private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.\\-]{0,62}");

    public PoolName {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "pool name " + Quote.of(text) + " does not match ^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}$");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
