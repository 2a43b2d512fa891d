package io.vfledger.executor.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** How long something took, in buckets from 5 ms to 30 s. For any number of threads. */
public final class Histogram {
    private static final double[] BOUNDS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};
    private static final double NANOS = 1e9;

    private final List<LongAdder> buckets = IntStream.rangeClosed(0, BOUNDS.length)
            .mapToObj(i -> new LongAdder())
            .toList();
    private final LongAdder nanos = new LongAdder();

    /** It took so long; less than nothing counts as nothing. */
    public void took(Duration duration) {
        long spent = Math.max(0, duration.toNanos());
        int bucket = 0;
        while (bucket < BOUNDS.length && spent > BOUNDS[bucket] * NANOS) {
            bucket++;
        }
        buckets.get(bucket).increment();
        nanos.add(spent);
    }

    /** Buckets, sum in seconds and count, with these labels. */
    public List<Family.Sample> samples(Labels labels) {
        List<Family.Sample> samples = new ArrayList<>();
        long below = 0;
        for (int bucket = 0; bucket <= BOUNDS.length; bucket++) {
            below += buckets.get(bucket).sum();
            String bound = bucket == BOUNDS.length ? "+Inf" : Double.toString(BOUNDS[bucket]);
            samples.add(new Family.Sample("_bucket", labels.with("le", bound), below));
        }
        samples.add(new Family.Sample("_sum", labels, nanos.sum() / NANOS));
        samples.add(new Family.Sample("_count", labels, below));
        return samples;
    }
}
