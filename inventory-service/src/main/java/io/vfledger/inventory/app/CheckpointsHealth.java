package io.vfledger.inventory.app;

import java.util.SortedMap;
import java.util.function.Supplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether the heads of all ledger partitions are still signed. */
final class CheckpointsHealth implements HealthIndicator {
    private final Supplier<SortedMap<Integer, String>> stopped;

    /**
     * Of a signer.
     *
     * @param stopped partitions whose heads are signed no more, and why
     */
    CheckpointsHealth(Supplier<SortedMap<Integer, String>> stopped) {
        this.stopped = stopped;
    }

    @Override
    public Health health() {
        SortedMap<Integer, String> found = stopped.get();
        Health.Builder health = found.isEmpty() ? Health.up() : Health.down();
        found.forEach((partition, why) -> health.withDetail("partition_" + partition, why));
        return health.build();
    }
}
