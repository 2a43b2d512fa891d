package io.vfledger.executor.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The samples of one name.
 *
 * @param name {@code [a-zA-Z_:][a-zA-Z0-9_:]*}; of a counter it ends with {@code _total}
 * @param type what it is
 * @param help one sentence
 * @param samples of it
 */
public record Family(String name, Type type, String help, List<Sample> samples) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    /** What a number does over time. */
    public enum Type {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    /**
     * One number.
     *
     * @param suffix after the family's name: of a histogram {@code _bucket}, {@code _sum} or {@code _count}, else nothing
     */
    public record Sample(String suffix, Labels labels, double value) {}

    public Family {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("metric '" + name + "', allowed is " + NAME);
        }
        if (type == Type.COUNTER && !name.endsWith("_total")) {
            throw new IllegalArgumentException("counter '" + name + "' does not end with _total");
        }
        samples = List.copyOf(samples);
    }

    /** A counter without samples yet. */
    public static Family counter(String name, String help) {
        return new Family(name, Type.COUNTER, help, List.of());
    }

    /** A gauge without samples yet. */
    public static Family gauge(String name, String help) {
        return new Family(name, Type.GAUGE, help, List.of());
    }

    /** A gauge of one number. */
    public static Family gauge(String name, String help, double value) {
        return gauge(name, help).with(List.of(new Sample("", Labels.NONE, value)));
    }

    /** With these samples after the ones that it has. */
    public Family with(List<Sample> more) {
        List<Sample> all = new ArrayList<>(samples);
        all.addAll(more);
        return new Family(name, type, help, all);
    }
}
