package io.vfledger.inventory.web;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * The interval that a question is about.
 *
 * @param from included
 * @param to excluded
 */
record AskedInterval(Instant from, Instant to) {
    /**
     * Reads an interval.
     *
     * @param from as {@link AskedInstant} reads it; empty: from the first entry on
     * @param to the same; empty: up to now, entries of this very moment included
     * @throws BadRequest when one is no instant, lies in the future, or the end is not after the begin
     */
    static AskedInterval parse(Optional<String> from, Optional<String> to, ZonedDateTime now) {
        Instant begin = from.map(text -> AskedInstant.parse("from", text, now)).orElse(Instant.EPOCH);
        Instant end = to.map(text -> AskedInstant.parse("to", text, now))
                .orElseGet(() -> now.toInstant().plus(AskedInstant.AHEAD));
        if (!begin.isBefore(end)) {
            throw new BadRequest("to", "to " + end + " is not after from, " + begin);
        }
        return new AskedInterval(begin, end);
    }
}
