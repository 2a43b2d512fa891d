package io.vfledger.vfctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads and writes instants as people say them.
 *
 * @param now the present, in the zone that is meant and shown
 */
public record Times(ZonedDateTime now) {
    private static final Pattern AGO = Pattern.compile("-([0-9]{1,6})(s|m|h|d)");
    private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    private static final DateTimeFormatter FULL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS XXX", Locale.ROOT);

    /** In a zone. */
    public static Times in(ZoneId zone, Instant now) {
        return new Times(now.atZone(zone));
    }

    /** In UTC, or in this machine's zone. */
    public static Times of(boolean utc, Instant now) {
        return in(utc ? ZoneOffset.UTC : ZoneId.systemDefault(), now);
    }

    /**
     * Reads an instant: {@code 14:03}, {@code 14:03:07} (of today), {@code -5m} (s, m, h, d ago), ISO 8601 with or without
     * a zone.
     *
     * @throws Refusal when it is nothing of that
     */
    public Instant parse(String text) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            return now.minus(ago(Long.parseLong(ago.group(1)), ago.group(2))).toInstant();
        }
        try {
            if (text.indexOf('T') < 0 && text.indexOf(' ') < 0) {
                return now.with(LocalTime.parse(text)).toInstant();
            }
            String iso = text.replace(' ', 'T');
            return hasZone(iso)
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).atZone(now.getZone()).toInstant();
        } catch (DateTimeException e) {
            throw new Refusal("time '" + text + "' is not valid: allowed are 14:03 and 14:03:07 of today, -30s, -5m,"
                    + " -2h and -1d, 2026-11-24T14:03 and 2026-11-24T14:03:07Z");
        }
    }

    /**
     * Reads the end of an interval: as {@link #parse}, or {@code 2h}, which is {@code -2h}.
     *
     * @throws Refusal when it is nothing of that
     */
    public Instant parseEnd(String text) {
        return parse(AGO.matcher("-" + text).matches() ? "-" + text : text);
    }

    private static boolean hasZone(String iso) {
        return iso.endsWith("Z")
                || iso.endsWith("z")
                || iso.lastIndexOf('+') > 0
                || iso.lastIndexOf('-') > iso.indexOf('T');
    }

    private static Duration ago(long number, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /** An instant of the service; of today without the date. */
    public String show(JsonNode instant) {
        if (!instant.isTextual()) {
            return "-";
        }
        ZonedDateTime time = Instant.parse(instant.asText()).atZone(now.getZone());
        return time.toLocalDate().equals(now.toLocalDate()) ? time.format(TODAY) : time.format(FULL);
    }

    /** An instant of the service for programs: ISO 8601 with the offset of the zone; empty where there is none. */
    public String iso(JsonNode instant) {
        return instant.isTextual()
                ? Instant.parse(instant.asText()).atZone(now.getZone()).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                : "";
    }

    /** An instant of the service, whole. */
    public String showFull(JsonNode instant) {
        return instant.isTextual()
                ? Instant.parse(instant.asText()).atZone(now.getZone()).format(FULL)
                : "-";
    }
}
