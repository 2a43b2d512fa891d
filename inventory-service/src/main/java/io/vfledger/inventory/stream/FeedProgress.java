package io.vfledger.inventory.stream;

import io.vfledger.inventory.projection.FeedStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** How far the feed has read; written by its thread, {@link #status} read by any. */
final class FeedProgress {
    private final Clock clock;
    private final Map<TopicPartition, Long> wantedAtStart = new HashMap<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Map<TopicPartition, FeedStatus.Stopped> stopped =
            new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
    private final Map<String, Counts> counts = new HashMap<>();
    private Optional<String> failure = Optional.empty();
    private volatile FeedStatus status;

    private static final class Counts {
        private long taken;
        private long skipped;
    }

    FeedProgress(Clock clock) {
        this.clock = clock;
        this.status = FeedStatus.starting(clock.instant());
    }

    FeedStatus status() {
        return status;
    }

    /** Puts a new consumer where the one before was; the first one to the beginning, and notes the ends to reach. */
    void resume(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        if (wantedAtStart.isEmpty()) {
            wantedAtStart.putAll(consumer.endOffsets(partitions));
        }
        for (TopicPartition partition : partitions) {
            Long position = positions.get(partition);
            if (position == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, position);
            }
        }
        consumer.pause(stopped.keySet());
        failure = Optional.empty();
    }

    void taken(TopicPartition partition) {
        of(partition).taken++;
    }

    void skipped(TopicPartition partition) {
        of(partition).skipped++;
    }

    private Counts of(TopicPartition partition) {
        return counts.computeIfAbsent(partition.topic(), _ -> new Counts());
    }

    void stopped(TopicPartition partition, long offset, String reason) {
        stopped.put(partition, new FeedStatus.Stopped(partition.topic(), partition.partition(), offset, reason));
    }

    void failed(String text) {
        failure = Optional.of(text);
        FeedStatus s = status;
        status = new FeedStatus(
                s.ready(), s.startedAt(), s.readyAt(), s.behindAtStart(), s.topics(), s.stopped(), failure);
    }

    /** Notes where the consumer is after a poll. */
    void update(Consumer<byte[], byte[]> consumer) {
        Map<String, Long> lags = new TreeMap<>();
        long behind = 0;
        for (TopicPartition partition : consumer.assignment()) {
            long position = consumer.position(partition);
            positions.put(partition, position);
            lags.merge(
                    partition.topic(),
                    Math.max(0, consumer.currentLag(partition).orElse(0)),
                    Long::sum);
            if (!stopped.containsKey(partition)) {
                behind += Math.max(0, wantedAtStart.getOrDefault(partition, 0L) - position);
            }
        }
        FeedStatus before = status;
        boolean ready = before.ready() || behind == 0;
        Optional<Instant> readyAt = ready ? before.readyAt().or(() -> Optional.of(clock.instant())) : Optional.empty();
        if (behind == 0) {
            failure = Optional.empty();
        }
        int partitions = lags.isEmpty() ? 0 : consumer.assignment().size() / lags.size();
        status = new FeedStatus(
                ready,
                before.startedAt(),
                readyAt,
                behind,
                ofTopics(lags, partitions),
                List.copyOf(stopped.values()),
                failure);
    }

    private List<FeedStatus.OfTopic> ofTopics(Map<String, Long> lags, int partitions) {
        return lags.entrySet().stream()
                .map(lag -> {
                    Counts read = counts.getOrDefault(lag.getKey(), new Counts());
                    return new FeedStatus.OfTopic(
                            lag.getKey(), partitions, read.taken + read.skipped, read.skipped, lag.getValue());
                })
                .toList();
    }
}
