package io.vfledger.inventory.projection;

import io.vfledger.vf.Attachment;
import io.vfledger.vf.PodIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What an entry was made for. */
public sealed interface Cause {
    /**
     * A record that the allocator consumed.
     *
     * @param topic where it lay
     * @param partition its partition
     * @param offset its offset
     * @param recordType short name of the Avro record
     * @param content what was read of it
     */
    record Input(String topic, int partition, long offset, String recordType, Content content) implements Cause {}

    /**
     * A timer that fired.
     *
     * @param timerId its name
     * @param armedBySeq node_seq of the entry that armed it
     * @param due when it was due
     */
    record Fired(String timerId, long armedBySeq, Instant due) implements Cause {}

    /** The entry tells nothing that this build understands. */
    record Untold() implements Cause {}

    /**
     * What a consumed record says that people ask for; all empty where its schema is newer than this build.
     *
     * @param nodeTime the node's own clock when it happened
     * @param requestId the request that it is or answers
     * @param attachment the interface that it is about
     * @param pod the pod
     * @param clean whether the function was read back equal to its baseline
     * @param differences where it was not, one text each
     */
    record Content(
            Optional<Instant> nodeTime,
            Optional<String> requestId,
            Optional<Attachment> attachment,
            Optional<PodIdentity> pod,
            Optional<Boolean> clean,
            List<String> differences) {
        /** Nothing could be read. */
        public static final Content NONE = new Content(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

        public Content {
            differences = List.copyOf(differences);
        }
    }

    /** What was read of the record; nothing where it was no record. */
    default Content told() {
        return switch (this) {
            case Input input -> input.content();
            case Fired _, Untold _ -> Content.NONE;
        };
    }
}
