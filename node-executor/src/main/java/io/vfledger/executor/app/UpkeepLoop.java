package io.vfledger.executor.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does a round of upkeep every ten seconds. */
final class UpkeepLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UpkeepLoop.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final CountDownLatch stopped = new CountDownLatch(1);

    void start(Runnable round) {
        Thread.ofPlatform().daemon().name("upkeep").start(() -> run(round));
    }

    private void run(Runnable round) {
        try {
            while (!stopped.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    round.run();
                } catch (RuntimeException e) {
                    LOG.error("a round of upkeep failed", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopped.countDown();
    }
}
