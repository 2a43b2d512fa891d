package io.vfledger.vf;

/**
 * The ownership term of a VF: raised at every hand-over, never lowered.
 *
 * @param value 0 (before the first) or more
 */
public record Epoch(long value) implements Comparable<Epoch> {
    /** Before the first. */
    public static final Epoch ZERO = new Epoch(0);

    public Epoch {
        Require.inRange("epoch", value, 0, Long.MAX_VALUE);
    }

    /** The one after this. */
    public Epoch next() {
        return new Epoch(Math.addExact(value, 1));
    }

    @Override
    public int compareTo(Epoch other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
