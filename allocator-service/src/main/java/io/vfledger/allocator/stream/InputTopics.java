package io.vfledger.allocator.stream;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** The topics that are decided on; partition N of each belongs to the same nodes. */
public final class InputTopics {
    /** In the order in which the architecture lists them; across topics any interleaving of records is legal. */
    public static final List<String> NAMES = List.of("inventory", "scheduling", "cni-requests", "outcomes");

    private InputTopics() {}

    /** Partition {@code number} of every input topic. */
    static Set<TopicPartition> partitions(int number) {
        return NAMES.stream().map(topic -> new TopicPartition(topic, number)).collect(Collectors.toUnmodifiableSet());
    }
}
