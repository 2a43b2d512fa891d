package io.vfledger.executor.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A sample's labels, in the order in which they are written.
 *
 * @param values by name; a name is {@code [a-zA-Z_][a-zA-Z0-9_]*}, a value any text
 */
public record Labels(Map<String, String> values) {
    /** Of a sample that needs none. */
    public static final Labels NONE = new Labels(Map.of());

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    public Labels {
        for (String name : values.keySet()) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("label '" + name + "', allowed is " + NAME);
            }
        }
        values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** One label. */
    public static Labels of(String name, String value) {
        return new Labels(Map.of(name, value));
    }

    /** With one more, at the end. */
    public Labels with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Labels(more);
    }
}
