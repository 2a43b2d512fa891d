package io.vfledger.lifecycle;

/**
 * A node was asked something and has said nothing at all since.
 *
 * @param sinceMs decided_at_ms of the entry in which the first command had gone unanswered for too long
 * @param certain whether it has been so for long enough to count as silent
 */
public record Silence(long sinceMs, boolean certain) {}
