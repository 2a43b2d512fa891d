package io.vfledger.simulation.fate;

import java.util.Comparator;
import java.util.PriorityQueue;

/** The true time, which no clock in this world need show, and what is going to happen. */
public final class Timeline {
    /** 2026-01-01 UTC, so that times read like times. */
    public static final long BEGIN_MS = 1_767_225_600_000L;

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atMs).thenComparingLong(Event::order));
    private long nowMs = BEGIN_MS;
    private long order;

    private record Event(long atMs, long order, Runnable what) {}

    /** Milliseconds since 1970 UTC. */
    public long nowMs() {
        return nowMs;
    }

    /** Lets something happen after a while. */
    public void in(long delayMs, Runnable what) {
        events.add(new Event(nowMs + Math.max(0, delayMs), order++, what));
    }

    /** Lets the next thing happen; false where nothing is due until then. */
    public boolean step(long untilMs) {
        Event next = events.peek();
        if (next == null || next.atMs() > untilMs) {
            nowMs = Math.max(nowMs, untilMs);
            return false;
        }
        events.remove();
        nowMs = Math.max(nowMs, next.atMs());
        next.what().run();
        return true;
    }

    /** Lets time pass in which nothing happens; what was due meanwhile comes late. */
    public void skip(long durationMs) {
        nowMs += durationMs;
    }
}
