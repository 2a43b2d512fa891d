package io.vfledger.allocator.stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** What is counted and timed; names begin with {@code vfl_}. Safe for use by many threads. */
public final class AllocatorMetrics {
    private final MeterRegistry registry;
    private final Timer commits;
    private final Timer restores;
    private final AtomicInteger openRequests = new AtomicInteger();
    private final AtomicInteger quarantineAlarms = new AtomicInteger();

    public AllocatorMetrics(MeterRegistry registry) {
        this.registry = registry;
        commits = Timer.builder("vfl_commit")
                .description("From the begin of a batch's decision until its transaction is known to be committed")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        restores = Timer.builder("vfl_restore")
                .description("Reading the state of all partitions of one assignment")
                .register(registry);
        Gauge.builder("vfl_open_requests", openRequests, AtomicInteger::get)
                .description("Requests that are not settled, of the partitions served here")
                .register(registry);
        Gauge.builder("vfl_quarantine_alarms", quarantineAlarms, AtomicInteger::get)
                .description(
                        "VFs that neither repair nor reset brought out of quarantine, of the partitions served here")
                .register(registry);
    }

    /** An entry was written. */
    void decided(String disposition) {
        registry.counter("vfl_decisions", "disposition", disposition).increment();
    }

    /** A request was answered no. */
    void refused(String reason) {
        registry.counter("vfl_refusals", "reason", reason).increment();
    }

    /** An input went to dead-letter. */
    void deadLettered(String reason) {
        registry.counter("vfl_dead_letters", "reason", reason).increment();
    }

    /** Inputs came that were decided before: a position was wrong, and the host noticed. */
    void skipped(int count) {
        registry.counter("vfl_skipped_inputs").increment(count);
    }

    /** A transaction was not committed, or nobody knows. */
    void rolledBack(String result) {
        registry.counter("vfl_rollbacks", "result", result).increment();
    }

    void committed(Duration took) {
        commits.record(took);
    }

    void restored(Duration took) {
        restores.record(took);
    }

    /** That many functions need a person. */
    void quarantineAlarms(int count) {
        quarantineAlarms.set(count);
    }

    /** That many requests are not settled. */
    void openRequests(int count) {
        openRequests.set(count);
    }
}
