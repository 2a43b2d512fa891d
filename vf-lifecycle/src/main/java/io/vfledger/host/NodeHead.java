package io.vfledger.host;

import io.vfledger.lifecycle.SortedTable;

/**
 * How far the journal of a node has come.
 *
 * @param nodeSeq of the last entry; 0 before the first
 * @param partitionSeq of the last entry; -1 before the first
 * @param entryHash of the last entry; 32 zero bytes before the first
 * @param stateHash of the state after it; empty before the first
 * @param decidedAtMs of the last entry; 0 before the first
 * @param offsets the last offset consumed of each input topic, of this node's records
 */
public record NodeHead(
        long nodeSeq,
        long partitionSeq,
        Bytes entryHash,
        Bytes stateHash,
        long decidedAtMs,
        SortedTable<String, Long> offsets) {
    /** Before the first entry. */
    public static final NodeHead NONE = new NodeHead(0, -1, Bytes.ZERO_HASH, Bytes.EMPTY, 0, SortedTable.empty());

    NodeHead after(LedgerEntry entry, Bytes hash) {
        SortedTable<String, Long> seen = switch (entry.cause()) {
            case Cause.Consumed record -> offsets.with(record.topic(), record.offset());
            case Cause.Fired _ -> offsets;
        };
        return new NodeHead(entry.nodeSeq(), entry.partitionSeq(), hash, entry.stateHash(), entry.decidedAtMs(), seen);
    }
}
