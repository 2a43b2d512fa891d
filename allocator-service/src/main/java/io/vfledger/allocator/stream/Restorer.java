package io.vfledger.allocator.stream;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.kafka.common.TopicPartition;

/** Brings partitions back from what was committed. */
public interface Restorer {
    /** What became of a partition. */
    sealed interface Result {}

    /** It can be served. */
    record Restored(PartitionTask task) implements Result {}

    /**
     * What is on the broker contradicts itself; deciding on it would make it worse.
     *
     * @param reason what does not agree, and where
     */
    record Contradiction(String reason) implements Result {}

    /**
     * Restores partitions; blocks until it is done.
     *
     * @param wanted partition numbers; with the task that served it before, where there is one: it is given back as it
     *     is when nothing was written since its last commit
     * @param committed next offset of each input topic partition, as committed
     * @return a result for each
     * @throws StreamException when the broker or the registry did not answer; try again later
     */
    Map<Integer, Result> restore(
            SortedMap<Integer, Optional<PartitionTask>> wanted, Map<TopicPartition, Long> committed);
}
