package io.vfledger.host;

import io.vfledger.lifecycle.Timer;
import io.vfledger.lifecycle.TimerSubject;

/** What an entry was written for. */
public sealed interface Cause {
    /**
     * A record that was consumed.
     *
     * @param topic where it was
     * @param partition where it was; the same number for all topics of a node
     * @param offset where it was, 0 or more
     * @param key its key
     * @param recordType full name of the Avro record
     * @param schemaFingerprint SHA-256 of the canonical writer schema
     * @param value the Avro body, without the registry's prefix
     * @param signature header {@code vfl-sig}; empty where there was none
     */
    record Consumed(
            String topic,
            int partition,
            long offset,
            String key,
            String recordType,
            Bytes schemaFingerprint,
            Bytes value,
            Bytes signature)
            implements Cause {}

    /** A timer that was due. */
    record Fired(TimerSubject subject, Timer timer) implements Cause {}
}
