package io.vfledger.allocator.stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.vfledger.vf.PoolName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What is counted and timed; names begin with {@code vfl_}, and docs/metrics.md lists them. Safe for use by many threads. */
public final class AllocatorMetrics {
    /** What nodes have is counted no more often than this. */
    private static final Duration TALLY_PAUSE = Duration.ofSeconds(1);

    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Timer commits;
    private final Timer restores;
    private final MultiGauge pools;
    private volatile Tally tally = Tally.NONE;
    private volatile Instant talliedAt = Instant.EPOCH;
    private volatile Duration lag = Duration.ZERO;

    /** @param clock that requests are opened by */
    public AllocatorMetrics(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
        commits = Timer.builder("vfl_commit")
                .description("From the begin of a batch's decision until its transaction is known to be committed")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        restores = Timer.builder("vfl_restore")
                .description("Reading the state of all partitions of one assignment")
                .register(registry);
        pools = MultiGauge.builder("vfl_pool_vfs")
                .description("VFs of each pool that are free or held, of the partitions served here")
                .register(registry);
        gauge(
                "vfl_open_requests",
                "Requests that are not settled, of the partitions served here",
                metrics -> metrics.tally.openRequests());
        gauge(
                "vfl_oldest_open_request_seconds",
                "How long the oldest request that is not settled has been open; 0 where there is none",
                AllocatorMetrics::oldestOpenSeconds);
        gauge(
                "vfl_quarantine_alarms",
                "VFs that neither repair nor reset brought out of quarantine, of the partitions served here",
                metrics -> metrics.tally.alarms());
        gauge(
                "vfl_silent_nodes",
                "Nodes that leave commands unanswered and say nothing else, of the partitions served here",
                metrics -> metrics.tally.silentNodes());
        gauge(
                "vfl_drift_alarms",
                "VFs on which what was written again was changed again until it was given up",
                metrics -> metrics.tally.driftAlarms());
        gauge(
                "vfl_lag_seconds",
                "How long the oldest input of the last batch had waited when that was committed; 0 while none waits",
                metrics -> seconds(metrics.lag));
    }

    private void gauge(String name, String description, ToDoubleFunction<AllocatorMetrics> value) {
        Gauge.builder(name, this, value).description(description).register(registry);
    }

    private double oldestOpenSeconds() {
        Tally now = tally;
        return now.oldestOpenedMs().isEmpty()
                ? 0
                : seconds(Duration.ofMillis(
                        Math.max(0, clock.millis() - now.oldestOpenedMs().getAsLong())));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /** An entry was written. */
    void decided(String disposition) {
        registry.counter("vfl_decisions", "disposition", disposition).increment();
    }

    /** A request was answered no. */
    void refused(String reason) {
        registry.counter("vfl_refusals", "reason", reason).increment();
    }

    /** What was changed by hand is to be written again. */
    void rewritten() {
        registry.counter("vfl_drift_rewrites").increment();
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

    /**
     * A batch was committed.
     *
     * @param oldestInputMs when its oldest input came into its topic, milliseconds since 1970 UTC
     */
    void committed(Duration took, long oldestInputMs) {
        commits.record(took);
        long now = clock.millis();
        lag = Duration.ofMillis(now - Math.min(now, oldestInputMs));
    }

    /** Nothing waits to be decided. */
    void idle() {
        lag = Duration.ZERO;
    }

    void restored(Duration took) {
        restores.record(took);
    }

    /** What the nodes of all partitions served here have; asked for only when it was not a while ago. */
    void have(Supplier<Tally> counted) {
        Instant now = clock.instant();
        if (now.isBefore(talliedAt.plus(TALLY_PAUSE)) && !now.isBefore(talliedAt)) {
            return;
        }
        talliedAt = now;
        tally = counted.get();
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        tally.pools().forEach((pool, count) -> {
            rows.add(row(pool, "free", count.free()));
            rows.add(row(pool, "held", count.held()));
        });
        pools.register(rows, /* overwrite= */ true);
    }

    private static MultiGauge.Row<?> row(PoolName pool, String phase, int count) {
        return MultiGauge.Row.of(Tags.of("pool", pool.value(), "phase", phase), count);
    }
}
