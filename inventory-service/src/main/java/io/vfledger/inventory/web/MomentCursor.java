package io.vfledger.inventory.web;

import io.vfledger.inventory.projection.Moment;
import io.vfledger.inventory.projection.Position;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says how far a reader of old entries came: {@code milliseconds-partition-offset}. It is valid for as long as the ledger. */
final class MomentCursor {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,15})-([0-9]{1,4})-([0-9]{1,14})");

    private MomentCursor() {}

    static String write(Moment moment) {
        return moment.at().toEpochMilli() + "-" + moment.position().partition() + "-"
                + moment.position().offset();
    }

    static Moment read(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new BadRequest(
                    "after",
                    "cursor '" + Parameters.shown(text) + "' is not valid: allowed is what an answer gave as next");
        }
        return new Moment(
                Instant.ofEpochMilli(Long.parseLong(parts.group(1))),
                new Position(Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3))));
    }
}
