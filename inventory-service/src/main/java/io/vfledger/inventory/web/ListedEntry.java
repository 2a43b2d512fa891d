package io.vfledger.inventory.web;

import io.vfledger.inventory.projection.Entry;

/**
 * An entry in a list, which shows no more than its first changes: the inventory of a large node has thousands.
 *
 * @param entry with at most {@link #CHANGES_SHOWN} changes
 * @param changesLeftOut how many more it has
 */
public record ListedEntry(Entry entry, int changesLeftOut) {
    /** Changes of an entry in a list. */
    static final int CHANGES_SHOWN = 32;

    static ListedEntry of(Entry entry) {
        int all = entry.changes().size();
        if (all <= CHANGES_SHOWN) {
            return new ListedEntry(entry, 0);
        }
        Entry cut = new Entry(
                entry.position(),
                entry.node(),
                entry.nodeSeq(),
                entry.partitionSeq(),
                entry.decidedAt(),
                entry.cause(),
                entry.disposition(),
                entry.reason(),
                entry.changes().subList(0, CHANGES_SHOWN),
                entry.commands(),
                entry.build(),
                entry.hashes());
        return new ListedEntry(cut, all - CHANGES_SHOWN);
    }
}
