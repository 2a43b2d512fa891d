package io.vfledger.lifecycle;

/** What became of an input. */
public sealed interface Disposition {
    /** Why, in words; empty when it was applied. */
    String reason();

    /** It led to transitions, or needed none. */
    record Applied() implements Disposition {
        @Override
        public String reason() {
            return "";
        }
    }

    /** It had been decided before. */
    record Duplicate(String reason) implements Disposition {}

    /** A request was answered no. */
    record Refused(RefusalReason kind, String reason) implements Disposition {}

    /** It is late, or about something that is not so any more. */
    record Ignored(String reason) implements Disposition {}
}
