package io.vfledger.cni.protocol;

/** Foreign text in a message: quoted, cut at 128 characters, control characters made visible. */
final class Quote {
    private static final int LENGTH_MAX = 128;

    private Quote() {}

    static String of(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().limit(LENGTH_MAX).forEach(c -> {
            if (Character.isISOControl(c)) {
                out.append("\\x%02x".formatted(c));
            } else {
                out.append((char) c);
            }
        });
        return out.append(text.length() > LENGTH_MAX ? "\u2026\"" : "\"").toString();
    }
}
