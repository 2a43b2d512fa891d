package io.vfledger.host;

/**
 * A record that was decided before, yet came again: the consumer's position was wrong. It is never decided twice.
 *
 * @param record what came
 * @param lastOffset the last offset that was decided of its topic
 */
public record Skipped(InputRecord record, long lastOffset) {}
