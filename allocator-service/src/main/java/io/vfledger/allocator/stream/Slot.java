package io.vfledger.allocator.stream;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** What this process does with a partition number that is assigned to it. */
sealed interface Slot {
    /**
     * Decides it.
     *
     * @param task decides
     * @param next next offset of each input topic partition, as committed
     */
    record Serving(PartitionTask task, Map<TopicPartition, Long> next) implements Slot {}

    /**
     * Has to restore it and go back to the committed offsets first.
     *
     * @param kept the task whose state is as of its last commit, as far as this process knows
     * @param why what happened
     */
    record Awaiting(Optional<PartitionTask> kept, String why) implements Slot {}

    /**
     * Does not decide it until somebody has looked at it.
     *
     * @param reason what is wrong, and what to do
     */
    record Stopped(String reason) implements Slot {}
}
