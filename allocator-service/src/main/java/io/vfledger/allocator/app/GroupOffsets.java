package io.vfledger.allocator.app;

import io.vfledger.allocator.stream.InputTopics;
import io.vfledger.allocator.stream.StreamException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Gives the group its first offsets. The consumer itself never invents one: an offset that is gone would let it decide
 * everything again, or skip what nobody decided.
 */
final class GroupOffsets {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Admin admin;
    private final String group;
    private final int partitions;

    GroupOffsets(Admin admin, String group, int partitions) {
        this.admin = admin;
        this.group = group;
        this.partitions = partitions;
    }

    /**
     * Starts the group at the oldest record of each input, if nothing was ever decided.
     *
     * @throws StartRefusedException when something was decided and offsets are missing
     * @throws StreamException when the broker did not answer, or another member was faster; try again
     */
    void initialise() {
        Set<TopicPartition> missing = new TreeSet<>(java.util.Comparator.comparing(TopicPartition::toString));
        InputTopics.NAMES.forEach(topic -> missing.addAll(all(topic)));
        missing.removeAll(await(
                        "list the offsets of group " + group,
                        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .keySet());
        if (missing.isEmpty()) {
            return;
        }
        long decided = offsets(all("ledger"), OffsetSpec.latest()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        if (decided > 0) {
            throw new StartRefusedException(List.of("group " + group + " has no committed offset for " + missing
                    + ", but the ledger has entries: where to go on is not known. Set each with `kafka-consumer-groups"
                    + " --reset-offsets` to one past the last offset of that topic partition in the ledger"
                    + " (`vfctl verify` prints it), then start again"));
        }
        Map<TopicPartition, OffsetAndMetadata> first = new HashMap<>();
        offsets(missing, OffsetSpec.earliest())
                .forEach((partition, offset) -> first.put(partition, new OffsetAndMetadata(offset)));
        // Refused by the broker where the group has a member, which then has set them itself.
        await(
                "set the first offsets of group " + group,
                admin.alterConsumerGroupOffsets(group, first).all());
    }

    private Set<TopicPartition> all(String topic) {
        return IntStream.range(0, partitions)
                .mapToObj(number -> new TopicPartition(topic, number))
                .collect(Collectors.toSet());
    }

    private Map<TopicPartition, Long> offsets(Set<TopicPartition> of, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> question =
                of.stream().collect(Collectors.toMap(partition -> partition, partition -> which));
        Map<TopicPartition, ListOffsetsResultInfo> answer =
                await("list the offsets of " + of, admin.listOffsets(question).all());
        return answer.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private static <T> T await(String operation, KafkaFuture<T> future) {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new StreamException(operation, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamException(operation, e);
        }
    }
}
