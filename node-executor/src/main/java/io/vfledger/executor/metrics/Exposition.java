package io.vfledger.executor.metrics;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prometheus' text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats). */
public final class Exposition {
    /** For the Content-Type header. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final double EXACT = 1L << 53;

    private Exposition() {}

    /** Families with samples, one after another; the others are left out. */
    public static String write(List<Family> families) {
        StringBuilder text = new StringBuilder();
        for (Family family : families) {
            if (!family.samples().isEmpty()) {
                write(family, text);
            }
        }
        return text.toString();
    }

    private static void write(Family family, StringBuilder text) {
        text.append("# HELP ")
                .append(family.name())
                .append(' ')
                .append(escaped(family.help()))
                .append('\n');
        text.append("# TYPE ").append(family.name()).append(' ');
        text.append(family.type().name().toLowerCase(Locale.ROOT)).append('\n');
        for (Family.Sample sample : family.samples()) {
            text.append(family.name()).append(sample.suffix());
            labels(sample.labels().values(), text);
            text.append(' ').append(number(sample.value())).append('\n');
        }
    }

    private static void labels(Map<String, String> labels, StringBuilder text) {
        if (!labels.isEmpty()) {
            text.append(labels.entrySet().stream()
                    .map(label ->
                            label.getKey() + "=\"" + escaped(label.getValue()).replace("\"", "\\\"") + "\"")
                    .collect(Collectors.joining(",", "{", "}")));
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static String number(double value) {
        if (value == Double.POSITIVE_INFINITY) {
            return "+Inf";
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < EXACT;
        return whole ? Long.toString((long) value) : Double.toString(value);
    }
}
