package io.vfledger.inventory.projection;

import java.time.Instant;
import java.util.Optional;

/**
 * Names an entry, with both clocks.
 *
 * @param nodeSeq its number on the node
 * @param position where it lies
 * @param decidedAt the allocator's decision time
 * @param nodeTime the node's own clock; empty where the cause tells none
 * @param cause short name of the record, or the timer
 * @param hash its hash, in hex
 * @param build version of the decider
 */
public record EntryRef(
        long nodeSeq,
        Position position,
        Instant decidedAt,
        Optional<Instant> nodeTime,
        String cause,
        String hash,
        String build) {
    /** Names that entry. */
    public static EntryRef of(Entry entry) {
        String cause = switch (entry.cause()) {
            case Cause.Input input -> input.recordType();
            case Cause.Fired fired -> "timer " + fired.timerId();
            case Cause.Untold _ -> "unknown";
        };
        return new EntryRef(
                entry.nodeSeq(),
                entry.position(),
                entry.decidedAt(),
                entry.cause().told().nodeTime(),
                cause,
                entry.hashes().entry(),
                entry.build());
    }
}
