package io.vfledger.inventory.projection;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts of what could not be read, and the newest of it. */
public final class DeadLetters {
    /** Letters kept beside the counts. */
    public static final int KEPT = 100;

    private final Map<String, Long> byTopicAndReason = new TreeMap<>();
    private final Deque<Letter> newest = new ArrayDeque<>();

    /**
     * An input that could not be read.
     *
     * @param topic where it lay
     * @param partition its partition
     * @param offset its offset
     * @param reason in one word
     * @param message in words
     * @param foundBy who found it
     * @param foundAt when
     */
    public record Letter(
            String topic, int partition, long offset, String reason, String message, String foundBy, Instant foundAt) {}

    /**
     * Counts and newest letters.
     *
     * @param total all of them
     * @param counts by {@code topic: reason}
     * @param newest newest first
     */
    public record Summary(long total, Map<String, Long> counts, List<Letter> newest) {}

    /** Takes a letter. */
    public void add(Letter letter) {
        byTopicAndReason.merge(letter.topic() + ": " + letter.reason(), 1L, Long::sum);
        newest.addFirst(letter);
        if (newest.size() > KEPT) {
            newest.removeLast();
        }
    }

    /** What there is. */
    public Summary summary() {
        long total =
                byTopicAndReason.values().stream().mapToLong(Long::longValue).sum();
        return new Summary(total, Map.copyOf(byTopicAndReason), new ArrayList<>(newest));
    }
}
