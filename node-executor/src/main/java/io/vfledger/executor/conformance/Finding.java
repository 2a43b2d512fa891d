package io.vfledger.executor.conformance;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of one check.
 *
 * @param subject the attribute, or what was done
 * @param asked what was asked of it; empty where there is nothing to ask
 * @param verdict how it answered
 * @param after how long it took to show; empty where it did not
 * @param note in words
 */
public record Finding(String subject, String asked, Verdict verdict, Optional<Duration> after, String note) {
    /** Sooner than this is at once. */
    static final Duration AT_ONCE = Duration.ofMillis(500);

    /** How it answered. */
    public enum Verdict {
        AS_ASKED("as asked"),
        /** It shows, but not at once. */
        LATE("late"),
        /** It shows after more was done than to ask for it. */
        IN_ITS_OWN_WAY("in its own way"),
        ROUNDED("rounded"),
        /** Accepted, and the PF does not tell. */
        NOT_READ_BACK("not read back"),
        /** Networks that ask for it are refused, with the kernel's words. */
        REFUSED("refused"),
        NEEDS_LINK("refused without link"),
        NOT_TRIED("not tried"),
        /** No profile can express it. */
        FAILED("failed");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        /** For people. */
        public String text() {
            return text;
        }
    }

    static Finding shown(String subject, Object asked, Duration after) {
        return new Finding(
                subject,
                asked.toString(),
                after.compareTo(AT_ONCE) < 0 ? Verdict.AS_ASKED : Verdict.LATE,
                Optional.of(after),
                "");
    }

    static Finding without(String subject, Object asked, Verdict verdict, String note) {
        return new Finding(subject, asked.toString(), verdict, Optional.empty(), note);
    }
}
