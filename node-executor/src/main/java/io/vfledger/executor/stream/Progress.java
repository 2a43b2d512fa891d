package io.vfledger.executor.stream;

import java.util.TreeSet;

/** Up to where commands are handled, though they finish in another order than they came. */
final class Progress {
    private final TreeSet<Long> unfinished = new TreeSet<>();
    private long next;

    Progress(long next) {
        this.next = next;
    }

    synchronized void begun(long offset) {
        unfinished.add(offset);
        next = Math.max(next, offset + 1);
    }

    synchronized void finished(long offset) {
        unfinished.remove(offset);
    }

    /** Everything before this position was read, and if of this node, is in {@link #begun}. */
    synchronized void readUpTo(long position) {
        next = Math.max(next, position);
    }

    /** Everything before this offset is handled. */
    synchronized long handledUpTo() {
        return unfinished.isEmpty() ? next : unfinished.first();
    }

    synchronized int running() {
        return unfinished.size();
    }
}
