package io.vfledger.allocator.app;

import io.vfledger.allocator.stream.PartitionHosting;
import io.vfledger.allocator.stream.PartitionStatus;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Up when every partition that is assigned here is served; otherwise says which is not, and why. */
final class PartitionsHealth implements HealthIndicator {
    private final PartitionHosting hosting;

    PartitionsHealth(PartitionHosting hosting) {
        this.hosting = hosting;
    }

    @Override
    public Health health() {
        Optional<Map<Integer, PartitionStatus>> assigned = hosting.status();
        if (assigned.isEmpty()) {
            return Health.down()
                    .withDetail("waiting", "no partitions were assigned yet")
                    .build();
        }
        TreeSet<Integer> served = new TreeSet<>();
        Map<String, String> unserved = new TreeMap<>();
        assigned.get().forEach((number, status) -> {
            if (status.served()) {
                served.add(number);
            } else {
                unserved.put(Integer.toString(number), status.reason());
            }
        });
        Health.Builder health = unserved.isEmpty() ? Health.up() : Health.down();
        return health.withDetail("served", served)
                .withDetail("not served", unserved)
                .build();
    }
}
