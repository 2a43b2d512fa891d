package io.vfledger.inventory.projection;

import java.util.Collection;
import java.util.Map;

/** Reads entries of the ledger again. */
public interface EntrySource {
    /** Entries that may be asked for at once. */
    int MOST = 1_000;

    /**
     * Reads entries.
     *
     * @param positions where they lie, at most {@link #MOST}
     * @return each of them
     * @throws LedgerUnreadable when one cannot be had: the broker is away, or the record cannot be read
     */
    Map<Position, Entry> read(Collection<Position> positions);

    /** An entry that the index names could not be had. */
    final class LedgerUnreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Says which operation failed, on what, and why. */
        public LedgerUnreadable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
