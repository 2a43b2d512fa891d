package io.vfledger.allocator.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vfledger.lifecycle.DecisionTime;
import io.vfledger.lifecycle.Input;
import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.VfLifecycle;
import io.vfledger.vf.Chooser;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.Placement;
import io.vfledger.vf.Pool;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.PoolSelectors;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What an allocator tells of the nodes it decides for. */
class AllocatorMetricsTest {
    private static final PoolName BLUE = new PoolName("blue");
    private static final PoolName RED = new PoolName("red");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private long nowMs = 1_000_000;
    private final AllocatorMetrics metrics = new AllocatorMetrics(registry, () -> Instant.ofEpochMilli(nowMs));

    private static Tally tally(int open, OptionalLong oldestMs, PoolName pool, int free, int held) {
        TreeMap<PoolName, Tally.InPool> pools = new TreeMap<>();
        pools.put(pool, new Tally.InPool(free, held));
        return new Tally(open, oldestMs, 0, 0, 0, pools);
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    private double vfs(String pool, String phase) {
        return registry.get("vfl_pool_vfs")
                .tags("pool", pool, "phase", phase)
                .gauge()
                .value();
    }

    @Test
    void addsUpPartitions() {
        Tally one = tally(2, OptionalLong.of(nowMs - 7_000), BLUE, 3, 1);
        Tally other = tally(1, OptionalLong.of(nowMs - 2_000), BLUE, 4, 0);
        metrics.have(() -> one.plus(other).plus(tally(0, OptionalLong.empty(), RED, 5, 6)));
        assertThat(gauge("vfl_open_requests")).isEqualTo(3);
        assertThat(gauge("vfl_oldest_open_request_seconds")).isEqualTo(7);
        assertThat(vfs("blue", "free")).isEqualTo(7);
        assertThat(vfs("blue", "held")).isEqualTo(1);
        assertThat(vfs("red", "held")).isEqualTo(6);
    }

    @Test
    void countsAtMostOnceASecondAndForgetsPoolsThatAreGone() {
        metrics.have(() -> tally(1, OptionalLong.of(nowMs), BLUE, 3, 1));
        metrics.have(() -> tally(0, OptionalLong.empty(), RED, 1, 0));
        assertThat(gauge("vfl_open_requests")).isEqualTo(1);
        nowMs += 1_000;
        metrics.have(() -> tally(0, OptionalLong.empty(), RED, 1, 0));
        assertThat(gauge("vfl_open_requests")).isZero();
        assertThat(gauge("vfl_oldest_open_request_seconds")).isZero();
        assertThat(registry.find("vfl_pool_vfs").tags("pool", "blue").gauges()).isEmpty();
    }

    @Test
    void tellsHowLongTheOldestInputOfABatchHadWaited() {
        metrics.committed(Duration.ofMillis(5), nowMs - 1_500);
        assertThat(gauge("vfl_lag_seconds")).isEqualTo(1.5);
        metrics.committed(Duration.ofMillis(5), Long.MAX_VALUE);
        assertThat(gauge("vfl_lag_seconds")).as("timers alone").isZero();
        metrics.committed(Duration.ofMillis(5), nowMs - 1_500);
        metrics.idle();
        assertThat(gauge("vfl_lag_seconds")).isZero();
    }

    @Test
    void namesPoolsOfWhichNothingIsFree() {
        NodeState node = VfLifecycle.decide(
                        NodeState.unknown(new NodeName("worker-1")),
                        new Input.NodePoolsChanged(List.of(new Pool(
                                BLUE, Chooser.ALLOCATOR, 0, PoolSelectors.ALL, Optional.empty(), Placement.DEFAULT))),
                        new DecisionTime(nowMs, 1))
                .after();
        assertThat(Tally.of(node).pools()).containsOnlyKeys(BLUE).containsValue(new Tally.InPool(0, 0));
    }
}
