package io.vfledger.cni.protocol;

import java.util.regex.Pattern;

/** The key {@code ipam}: the plugin that is delegated to. Its other keys travel inside the whole configuration. */
public record IpamConfiguration(String type) {
    private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9_.\\-]{1,128}");

    public IpamConfiguration {
        if (!FORM.matcher(type).matches() || type.equals(".") || type.equals("..")) {
            throw new IllegalArgumentException(
                    "IPAM plugin " + Quote.of(type) + " does not match ^[a-zA-Z0-9_.-]{1,128}$, or is . or ..");
        }
    }
}
