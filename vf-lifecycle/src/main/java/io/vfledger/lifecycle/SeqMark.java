package io.vfledger.lifecycle;

/**
 * Names one row of the dedupe window.
 *
 * @param counter the incarnation's counter
 * @param source the topic
 */
public record SeqMark(long counter, Source source) implements Comparable<SeqMark> {
    @Override
    public int compareTo(SeqMark other) {
        int byCounter = Long.compare(counter, other.counter);
        return byCounter != 0 ? byCounter : source.compareTo(other.source);
    }
}
