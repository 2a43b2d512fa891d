package io.vfledger.schemas;

import java.time.Duration;

/** How long the records of a topic are kept. */
public sealed interface Retention {
    /** Value of {@code retention.ms}; -1 is for ever. */
    long retentionMs();

    /** Value of {@code cleanup.policy}. */
    String cleanupPolicy();

    /** In words, for the documentation. */
    String text();

    /**
     * Deleted when that old.
     *
     * @param days 1 to 3,650
     */
    record Days(int days) implements Retention {
        public Days {
            if (days < 1 || days > 3_650) {
                throw new IllegalArgumentException("retention of " + days + " days is not within 1 to 3650");
            }
        }

        @Override
        public long retentionMs() {
            return Duration.ofDays(days).toMillis();
        }

        @Override
        public String cleanupPolicy() {
            return "delete";
        }

        @Override
        public String text() {
            return days + " days";
        }
    }

    /** Nothing is ever deleted. */
    record ForEver() implements Retention {
        @Override
        public long retentionMs() {
            return -1;
        }

        @Override
        public String cleanupPolicy() {
            return "delete";
        }

        @Override
        public String text() {
            return "for ever";
        }
    }

    /** The newest record of each key is kept for ever. */
    record NewestPerKey() implements Retention {
        @Override
        public long retentionMs() {
            return -1;
        }

        @Override
        public String cleanupPolicy() {
            return "compact";
        }

        @Override
        public String text() {
            return "the newest of each key";
        }
    }
}
