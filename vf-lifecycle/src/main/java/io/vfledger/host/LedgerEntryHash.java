package io.vfledger.host;

/** Port: how an entry is hashed. The real one hashes its serialized form, which is not known here. */
@FunctionalInterface
public interface LedgerEntryHash {
    /** The 32 bytes that stand for the entry; the same for equal entries. */
    Bytes of(LedgerEntry entry);
}
