package io.vfledger.inventory.projection;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far the projections have read.
 *
 * @param ready every partition was read up to the end that was seen at start, or is stopped
 * @param startedAt when this process began to read
 * @param readyAt when it became ready; empty before
 * @param behindAtStart records still to be read before it is ready
 * @param topics each topic
 * @param stopped partitions that are not read any further
 * @param lastFailure what the broker or the registry last refused; empty where nothing
 */
public record FeedStatus(
        boolean ready,
        Instant startedAt,
        Optional<Instant> readyAt,
        long behindAtStart,
        List<OfTopic> topics,
        List<Stopped> stopped,
        Optional<String> lastFailure) {
    public FeedStatus {
        topics = List.copyOf(topics);
        stopped = List.copyOf(stopped);
    }

    /** Nothing was read yet. */
    public static FeedStatus starting(Instant startedAt) {
        return new FeedStatus(false, startedAt, Optional.empty(), 0, List.of(), List.of(), Optional.empty());
    }

    /**
     * How far a topic was read.
     *
     * @param topic its name
     * @param partitions how many it has
     * @param records read since start
     * @param skipped of those, unreadable ones that were passed over
     * @param lag records at its end that were not read yet
     */
    public record OfTopic(String topic, int partitions, long records, long skipped, long lag) {}

    /**
     * A partition that is not read any further.
     *
     * @param topic its topic
     * @param partition its number
     * @param offset the record that stopped it
     * @param reason why, in words
     */
    public record Stopped(String topic, int partition, long offset, String reason) {}

    /** The stop that concerns a partition number, of whichever topic. */
    public Optional<Stopped> stopOf(int partition) {
        return stopped.stream().filter(stop -> stop.partition() == partition).findFirst();
    }
}
