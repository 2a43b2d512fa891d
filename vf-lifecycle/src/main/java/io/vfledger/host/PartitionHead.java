package io.vfledger.host;

import io.vfledger.lifecycle.SortedTable;

/**
 * How far a partition has come, over all its nodes.
 *
 * @param partitionSeq of the last entry; -1 before the first
 * @param decidedAtMs of the last entry
 * @param offsets the last offset consumed of each input topic
 */
record PartitionHead(long partitionSeq, long decidedAtMs, SortedTable<String, Long> offsets) {
    static final PartitionHead NONE = new PartitionHead(-1, 0, SortedTable.empty());

    PartitionHead after(LedgerEntry entry) {
        SortedTable<String, Long> seen = switch (entry.cause()) {
            case Cause.Consumed record -> offsets.with(record.topic(), record.offset());
            case Cause.Fired _ -> offsets;
        };
        return new PartitionHead(entry.partitionSeq(), entry.decidedAtMs(), seen);
    }

    /** Also knows of a node's journal. */
    PartitionHead including(NodeHead node) {
        SortedTable<String, Long> newest = offsets;
        for (String topic : node.offsets().keys()) {
            long offset = node.offsets().get(topic).orElseThrow();
            newest = newest.with(topic, Math.max(offset, newest.get(topic).orElse(-1L)));
        }
        return new PartitionHead(
                Math.max(partitionSeq, node.partitionSeq()), Math.max(decidedAtMs, node.decidedAtMs()), newest);
    }
}
