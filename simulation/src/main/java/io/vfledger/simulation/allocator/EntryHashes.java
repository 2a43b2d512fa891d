package io.vfledger.simulation.allocator;

import io.vfledger.host.Bytes;
import io.vfledger.host.LedgerEntry;
import io.vfledger.host.LedgerEntryHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.IdentityHashMap;

/** Hashes entries over their text, which tells them apart as well as their serialized form. */
public final class EntryHashes implements LedgerEntryHash {
    private final MessageDigest digest;
    private final IdentityHashMap<LedgerEntry, Bytes> known = new IdentityHashMap<>();

    public EntryHashes() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public Bytes of(LedgerEntry entry) {
        return known.computeIfAbsent(
                entry, any -> Bytes.copyOf(digest.digest(any.toString().getBytes(StandardCharsets.UTF_8))));
    }
}
