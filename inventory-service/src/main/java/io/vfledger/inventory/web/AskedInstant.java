package io.vfledger.inventory.web;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;

/** Reads the instant that a question is about. */
final class AskedInstant {
    /** How far the clock of whoever asks may be ahead of this one. */
    static final Duration AHEAD = Duration.ofMinutes(5);

    private AskedInstant() {}

    /**
     * Reads an instant.
     *
     * @param parameter its name in the query
     * @param text ISO 8601 with a zone ({@code 2026-11-24T14:03:00Z}, {@code …+01:00}), or {@code HH:MM[:SS]} of today
     * @param now tells today and its zone
     * @throws BadRequest when it is neither, or lies in the future
     */
    static Instant parse(String parameter, String text, ZonedDateTime now) {
        Instant asked = read(parameter, text, now);
        if (asked.isAfter(now.toInstant().plus(AHEAD))) {
            throw new BadRequest(
                    parameter,
                    parameter + " '" + Parameters.shown(text) + "' is " + asked + ", which has not come yet: it is "
                            + now.toInstant() + "; allowed is the past");
        }
        return asked;
    }

    private static Instant read(String parameter, String text, ZonedDateTime now) {
        try {
            if (text.indexOf('T') >= 0 || text.indexOf('t') >= 0) {
                // In a query a plus that was not escaped arrives as a blank.
                return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            }
            return now.with(LocalTime.parse(text)).toInstant();
        } catch (DateTimeException e) {
            throw new BadRequest(
                    parameter,
                    parameter + " '" + Parameters.shown(text)
                            + "' is not an instant: allowed are ISO 8601 with a zone, like "
                            + "2026-11-24T14:03:00Z, and HH:MM or HH:MM:SS of today (" + now.getZone() + ")");
        }
    }
}
