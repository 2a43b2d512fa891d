package io.vfledger.inventory.stream;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread for as long as the service lives: its pauses end early when it is woken, and its end is waited for. */
final class ServiceThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceThread.class);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final Semaphore wakes = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closing;

    /**
     * Makes one; {@link #start} begins.
     *
     * @param work returns soon once {@link #isClosing}
     */
    ServiceThread(String name, Runnable work) {
        thread = new Thread(work, name);
    }

    void start() {
        thread.start();
    }

    boolean isClosing() {
        return closing;
    }

    /** Waits, at most so long, until it is woken; called by the work itself. An interrupt ends the work. */
    void pause(Duration most) {
        try {
            if (wakes.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
                wakes.drainPermits();
            }
        } catch (InterruptedException e) {
            interrupted();
        }
    }

    /** Ends a pause, the next one if there is none now. */
    void wake() {
        wakes.release();
    }

    /** The work was interrupted while it waited for something else: it ends. */
    void interrupted() {
        end();
        Thread.currentThread().interrupt();
    }

    /** Asks the work to end, without waiting. */
    void end() {
        closing = true;
        wake();
    }

    /** Asks the work to end, and waits for that within a bound. */
    @Override
    public void close() {
        end();
        try {
            if (thread.isAlive() && !thread.join(CLOSING)) {
                LOG.warn("the thread {} did not end within {}", thread.getName(), CLOSING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
