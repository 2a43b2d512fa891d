package io.vfledger.benchmarks.request;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Begins something at a fixed rate, whether or not what was begun before has ended: one that had to wait for its turn
 * has waited for the system.
 */
final class OpenLoop {
    private static final int THREADS = 128;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private OpenLoop() {}

    /** What is begun; {@code number} counts from 0, {@code due} is on the scale of {@link System#nanoTime}. */
    interface Call {
        void run(int number, long due) throws Exception;
    }

    /**
     * Returns when all have ended.
     *
     * @param perSecond how many are begun a second
     * @param total how many in all
     */
    static void run(int perSecond, int total, Call call) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        long every = TimeUnit.SECONDS.toNanos(1) / perSecond;
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            long start = System.nanoTime();
            for (int number = 0; number < total && failure.get() == null; number++) {
                long due = start + number * every;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                int turn = number;
                threads.execute(() -> {
                    try {
                        call.run(turn, due);
                    } catch (Exception e) {
                        failure.compareAndSet(null, e);
                    }
                });
            }
            threads.shutdown();
            if (!threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("calls at " + perSecond + "/s did not end within " + PATIENCE);
            }
        }
        if (failure.get() != null) {
            throw new IllegalStateException("a call at " + perSecond + "/s failed", failure.get());
        }
    }
}
