package io.vfledger.inventory.projection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The newest entries in the order they came, up to two bounds: their number, and the changes in them. */
public final class RecentEntries {
    /** Entries kept. */
    public static final int ENTRIES_KEPT = 2_000;
    /** Changes kept over all of them: an inventory of a large node is one entry with thousands. */
    public static final int CHANGES_KEPT = 50_000;

    private final Deque<Arrived> newest = new ArrayDeque<>();
    private long arrivals;
    private int changes;

    /**
     * An entry and its number.
     *
     * @param arrival from 1, dense, in the order that this process read them
     * @param entry the entry
     */
    public record Arrived(long arrival, Entry entry) {}

    /** Takes an entry. */
    public Arrived add(Entry entry) {
        Arrived arrived = new Arrived(++arrivals, entry);
        newest.addLast(arrived);
        changes += entry.changes().size();
        while (newest.size() > 1 && (newest.size() > ENTRIES_KEPT || changes > CHANGES_KEPT)) {
            changes -= newest.removeFirst().entry().changes().size();
        }
        return arrived;
    }

    /** How many came so far. */
    public long arrivals() {
        return arrivals;
    }

    /** Those that came after that number, oldest first. */
    public List<Arrived> after(long arrival) {
        List<Arrived> after = new ArrayList<>();
        for (var newestFirst = newest.descendingIterator(); newestFirst.hasNext(); ) {
            Arrived arrived = newestFirst.next();
            if (arrived.arrival() <= arrival) {
                break;
            }
            after.add(arrived);
        }
        return after.reversed();
    }
}
