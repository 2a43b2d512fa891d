package io.vfledger.inventory.stream;

import io.vfledger.ledger.proof.NotePrivateKey;
import java.time.Duration;

/**
 * When a head of the ledger's trees is signed, and with which key.
 *
 * @param key of the ledger; the allocator does not hold it
 * @param entries so many new entries of a partition are signed at once, 1 or more
 * @param age a new entry is signed after this time at the latest, 1 ms or more
 */
public record CheckpointRule(NotePrivateKey key, int entries, Duration age) {
    public CheckpointRule {
        if (entries < 1 || age.toMillis() < 1) {
            throw new IllegalArgumentException("a checkpoint every " + entries + " entries or " + age
                    + "; allowed are 1 entry or more and 1 ms or more");
        }
    }
}
