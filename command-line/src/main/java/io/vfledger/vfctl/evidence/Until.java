package io.vfledger.vfctl.evidence;

import io.vfledger.vfctl.Times;
import java.time.Instant;
import java.util.Optional;

/**
 * Up to where an archive is told.
 *
 * @param ms last decision time, milliseconds since 1970 UTC
 * @param entry last entry of that node; the other nodes' entries go by the time
 */
record Until(long ms, Optional<EntryName> entry) {
    static final Until NEVER = new Until(Long.MAX_VALUE, Optional.empty());

    /** Reads {@code NODE/NUMBER} or a time. */
    static Until parse(String text, Times times) {
        if (text.matches(".+/[1-9][0-9]*")) {
            return new Until(Long.MAX_VALUE, Optional.of(EntryName.parse(text)));
        }
        Instant instant = times.parse(text);
        return new Until(instant.toEpochMilli(), Optional.empty());
    }

    /** Whether that entry is still told. */
    boolean has(RawEntry raw) {
        boolean late = entry.filter(
                        last -> last.node().value().equals(raw.record().getNode()))
                .filter(last -> raw.record().getNodeSeq() > last.nodeSeq())
                .isPresent();
        return !late && raw.record().getDecidedAtMs() <= ms;
    }
}
