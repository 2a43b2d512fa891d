package io.vfledger.allocator.stream;

import io.vfledger.host.Bytes;
import io.vfledger.host.LedgerEntry;
import io.vfledger.host.LedgerEntryHash;
import io.vfledger.ledger.AvroEntryHash;
import java.util.IdentityHashMap;

/**
 * Hashes of entries: of one that was read over its bytes as they are on the topic, so that it stays the same when a
 * newer build would write the same entry with a newer schema; of a new one over what this build writes.
 */
final class EntryHashes implements LedgerEntryHash {
    private final LedgerEntryHash written = new AvroEntryHash();
    private final IdentityHashMap<LedgerEntry, Bytes> read = new IdentityHashMap<>();

    /** Takes the hash of an entry that was read. */
    void read(LedgerEntry entry, Bytes hash) {
        read.put(entry, hash);
    }

    /** Forgets the entries that were read: those to come are new. */
    void forgetRead() {
        read.clear();
    }

    @Override
    public Bytes of(LedgerEntry entry) {
        Bytes known = read.get(entry);
        return known != null ? known : written.of(entry);
    }
}
