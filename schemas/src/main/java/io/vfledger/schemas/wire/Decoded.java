package io.vfledger.schemas.wire;

import io.vfledger.avro.DeadLetterReason;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** What became of reading a value. */
public sealed interface Decoded {
    /**
     * It was read.
     *
     * @param record of one of the topic's types, as this build knows it
     * @param writerSchema the schema it was written with; {@link WireFormat#fingerprint} of it goes into the ledger
     */
    record Value(SpecificRecord record, Schema writerSchema) implements Decoded {}

    /**
     * It will never be readable by this build, however often it is tried.
     *
     * @param reason for the dead-letter record
     * @param message in words: what was found and what was expected
     */
    record Unreadable(DeadLetterReason reason, String message) implements Decoded {}
}
