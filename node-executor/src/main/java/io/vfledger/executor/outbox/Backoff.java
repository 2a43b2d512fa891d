package io.vfledger.executor.outbox;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Pauses between tries that double from one to the next, begin anew after a success, and end at once when it is stopped. */
public final class Backoff {
    private final long firstMs;
    private final long longestMs;
    private long nextMs;
    private boolean stopped;

    /**
     * Not stopped.
     *
     * @param first the first pause
     * @param longest none is longer
     */
    public Backoff(Duration first, Duration longest) {
        this.firstMs = first.toMillis();
        this.longestMs = longest.toMillis();
        this.nextMs = firstMs;
    }

    /** A try went well: the next pause is the first one again. */
    public synchronized void succeeded() {
        nextMs = firstMs;
    }

    /** How long the next pause is. */
    public synchronized Duration next() {
        return Duration.ofMillis(nextMs);
    }

    /**
     * Pauses.
     *
     * @return whether to try again; not when it was stopped
     */
    public synchronized boolean pause() throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(nextMs);
        nextMs = Math.min(2 * nextMs, longestMs);
        long leftMs = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        while (!stopped && leftMs > 0) {
            wait(leftMs);
            leftMs = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        }
        return !stopped;
    }

    /** No further try. */
    public synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /** Whether it was stopped. */
    public synchronized boolean stopped() {
        return stopped;
    }
}
