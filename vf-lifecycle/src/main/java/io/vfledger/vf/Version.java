package io.vfledger.vf;

/**
 * Counts the commands to one VF: rises with each, never falls.
 *
 * @param value 0 (before the first) or more
 */
public record Version(long value) implements Comparable<Version> {
    /** Before the first. */
    public static final Version ZERO = new Version(0);

    public Version {
        Require.inRange("version", value, 0, Long.MAX_VALUE);
    }

    /** The one after this. */
    public Version next() {
        return new Version(Math.addExact(value, 1));
    }

    @Override
    public int compareTo(Version other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
