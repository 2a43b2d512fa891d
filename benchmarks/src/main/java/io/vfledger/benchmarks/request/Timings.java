package io.vfledger.benchmarks.request;

import java.util.Arrays;

/** Durations of one kind, in nanoseconds; any thread may add one. */
final class Timings {
    private static final double NANOS_PER_MS = 1e6;

    private long[] nanos = new long[1024];
    private int count;

    synchronized void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = duration;
    }

    synchronized int count() {
        return count;
    }

    /** The smallest duration that so many percent are not above, in milliseconds; NaN where nothing was timed. */
    synchronized double percentileMs(double percent) {
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int index = (int) Math.ceil(count * percent / 100) - 1;
        return sorted[Math.max(0, index)] / NANOS_PER_MS;
    }
}
