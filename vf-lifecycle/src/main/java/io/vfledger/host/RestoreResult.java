package io.vfledger.host;

/** Whether a partition may be served. */
public sealed interface RestoreResult {
    /** All fits together. */
    record Restored(PartitionHost host) implements RestoreResult {}

    /**
     * What was read does not fit together: serving it could give a function twice.
     *
     * @param where the node and entry
     * @param what what does not fit, with both values
     */
    record Mismatch(String where, String what) implements RestoreResult {}
}
