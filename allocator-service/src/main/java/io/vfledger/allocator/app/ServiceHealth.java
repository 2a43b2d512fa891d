package io.vfledger.allocator.app;

import io.vfledger.allocator.stream.PartitionStatus;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Whether this process does what it is there for: up when every partition that is assigned to it is served.
 *
 * @param waitingFor what is missing at the start; empty once nothing is
 * @param partitions what is served and what is not; empty before the first assignment
 */
record ServiceHealth(Supplier<String> waitingFor, Supplier<Optional<Map<Integer, PartitionStatus>>> partitions) {
    /**
     * What to answer.
     *
     * @param up whether all is well
     * @param details in words, for people
     */
    record Report(boolean up, Map<String, Object> details) {}

    Report report() {
        Optional<Map<Integer, PartitionStatus>> assigned = partitions.get();
        if (assigned.isEmpty()) {
            String missing = waitingFor.get();
            return new Report(
                    false, Map.of("waiting_for", missing.isEmpty() ? "the first assignment of partitions" : missing));
        }
        TreeSet<Integer> served = new TreeSet<>();
        TreeMap<String, String> unserved = new TreeMap<>();
        assigned.get().forEach((number, status) -> {
            if (status.served()) {
                served.add(number);
            } else {
                unserved.put(Integer.toString(number), status.reason());
            }
        });
        return new Report(unserved.isEmpty(), Map.of("served", served, "not_served", unserved));
    }
}
