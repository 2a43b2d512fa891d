package io.vfledger.executor.app;

import io.vfledger.executor.attach.InventoryWatch;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the NICs every ten seconds, and soon after the kernel told of a link. */
final class InventoryLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InventoryLoop.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    /** One change of numvfs is many link events: they are waited together. */
    private static final Duration SETTLING = Duration.ofMillis(300);

    private final InventoryWatch watch;
    private final Semaphore hints = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "inventory");
    private volatile boolean stopping;

    InventoryLoop(InventoryWatch watch) {
        this.watch = watch;
    }

    void start() {
        thread.start();
    }

    /** Something has changed. */
    void hint() {
        hints.release();
    }

    private void run() {
        while (!stopping) {
            try {
                if (hints.tryAcquire(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    Thread.sleep(SETTLING);
                    hints.drainPermits();
                }
                watch.look();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("the NICs could not be looked at", e);
            }
        }
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
    }
}
