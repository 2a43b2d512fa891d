package io.vfledger.lifecycle;

/**
 * When something has to be looked at again.
 *
 * @param dueMs not before this, milliseconds since 1970 UTC
 * @param armedBySeq node_seq of the entry that armed it; tells this timer from an earlier one of the same subject
 */
public record Timer(long dueMs, long armedBySeq) {}
