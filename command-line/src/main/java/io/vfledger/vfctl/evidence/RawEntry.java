package io.vfledger.vfctl.evidence;

import io.vfledger.avro.LedgerEntry;
import io.vfledger.host.Bytes;
import io.vfledger.ledger.EntryCodec;
import io.vfledger.ledger.proof.LedgerLeaf;

/**
 * An entry of the ledger, as its bytes are and as they read.
 *
 * @param offset in its partition
 * @param leaf its bytes
 * @param record what they say
 */
record RawEntry(long offset, LedgerLeaf leaf, LedgerEntry record) {
    /** The hash that the node's next entry has to name. */
    Bytes hash() {
        return EntryCodec.hash(leaf.fingerprint().toArray(), leaf.body().toArray());
    }

    /** Which entry it is, for people. */
    String where() {
        return "node " + record.getNode() + " entry " + record.getNodeSeq();
    }
}
