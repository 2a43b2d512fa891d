package io.vfledger.ledger;

import io.vfledger.avro.LedgerEntry;
import io.vfledger.host.Bytes;
import io.vfledger.host.LedgerEntryHash;
import io.vfledger.schemas.wire.WireFormat;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hash that chains entries: SHA-256 over the fingerprint of the schema and the Avro body. The registry's id is not
 * in it, since it differs from registry to registry.
 */
public final class AvroEntryHash implements LedgerEntryHash {
    @Override
    public Bytes of(io.vfledger.host.LedgerEntry entry) {
        LedgerEntry record = EntryCodec.encode(entry);
        return sha256(WireFormat.fingerprint(record.getSchema()), WireFormat.body(record));
    }

    static Bytes sha256(byte[] fingerprint, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(fingerprint);
            digest.update(body);
            return Bytes.owned(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
