package io.vfledger.lifecycle;

/**
 * When a decision falls, on both clocks.
 *
 * @param ms milliseconds since 1970 UTC; never before the node's previous entry's
 * @param nodeSeq the node_seq that the decision's entry will have
 */
public record DecisionTime(long ms, long nodeSeq) {
    /** A timer that is due that long after this. */
    Timer timerIn(long delayMs) {
        return new Timer(ms + delayMs, nodeSeq);
    }
}
