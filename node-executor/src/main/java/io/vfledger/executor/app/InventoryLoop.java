package io.vfledger.executor.app;

import io.vfledger.executor.attach.InventoryWatch;
import io.vfledger.executor.attach.KernelNics;
import io.vfledger.executor.metrics.Family;
import io.vfledger.executor.metrics.Labels;
import io.vfledger.executor.watch.Hint;
import io.vfledger.executor.watch.Look;
import io.vfledger.executor.watch.LookSchedule;
import io.vfledger.vf.PciAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at what the kernel's events told of, as the schedule has it, and at everything in long intervals. */
final class InventoryLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InventoryLoop.class);

    /** Beyond this many different ones, everything is looked at. */
    private static final int MOST_HINTS = 1024;

    private static final Duration STOPPING = Duration.ofSeconds(5);

    private final InventoryWatch watch;
    private final LookSchedule schedule;
    private final Set<Hint> hints = new LinkedHashSet<>();
    private final Thread thread = new Thread(this::run, "inventory");
    private final AtomicLong looksAtPfs = new AtomicLong();
    private final AtomicLong looksAtEverything = new AtomicLong();
    private volatile boolean stopping;

    InventoryLoop(InventoryWatch watch, LookSchedule.Pace pace) {
        this.watch = watch;
        this.schedule = new LookSchedule(pace, System.nanoTime());
    }

    void start() {
        thread.start();
    }

    /** Something has changed. Returns at once. */
    void hear(Hint hint) {
        synchronized (hints) {
            hints.add(hints.size() < MOST_HINTS ? hint : new Hint.OfAnything());
            hints.notifyAll();
        }
    }

    /** Looks at everything that have ended: the slow comparison, and what events could not be told of one PF. */
    long looksAtEverything() {
        return looksAtEverything.get();
    }

    /** How often it has looked, for Prometheus. */
    Family family() {
        return Family.counter("vfledger_agent_looks_total", "Looks at one PF and its VFs, and at everything.")
                .with(List.of(
                        new Family.Sample("", Labels.of("of", "pf"), looksAtPfs.get()),
                        new Family.Sample("", Labels.of("of", "everything"), looksAtEverything.get())));
    }

    private void run() {
        while (!stopping) {
            try {
                for (Hint hint : heard()) {
                    take(hint);
                }
                Optional<Look> look = schedule.next(System.nanoTime());
                if (look.isPresent()) {
                    doLook(look.get());
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("the NICs could not be looked at", e);
                schedule.changed(System.nanoTime());
            }
        }
    }

    /** Waits until something is heard or due. */
    private Set<Hint> heard() throws InterruptedException {
        synchronized (hints) {
            long restMs = schedule.rest(System.nanoTime()).toMillis();
            if (hints.isEmpty() && restMs > 0) {
                hints.wait(restMs);
            }
            Set<Hint> all = new LinkedHashSet<>(hints);
            hints.clear();
            return all;
        }
    }

    private void take(Hint hint) {
        long now = System.nanoTime();
        try {
            switch (hint) {
                case Hint.OfFunction(PciAddress function) ->
                    watch.pfOf(function).ifPresent(pf -> schedule.changed(pf, now));
                case Hint.OfInterface(String name) -> watch.pfNamed(name).ifPresent(pf -> schedule.changed(pf, now));
                case Hint.OfAnything() -> schedule.changed(now);
            }
        } catch (KernelNics.KernelFailure e) {
            LOG.info("{}; looking at everything", e.getMessage());
            schedule.changed(now);
        }
    }

    private void doLook(Look look) {
        long began = System.nanoTime();
        boolean settled = false;
        try {
            settled = switch (look) {
                case Look.OnePf(PciAddress pf) -> watch.look(pf);
                case Look.Everything() -> watch.look();
            };
        } catch (KernelNics.KernelFailure e) {
            // Interfaces and namespaces go away while they are read; that is ordinary.
            LOG.info("{}; looking again", e.getMessage());
        } finally {
            long now = System.nanoTime();
            count(look);
            schedule.done(look, began, now);
            if (!settled) {
                again(look, now);
            }
        }
    }

    private void count(Look look) {
        switch (look) {
            case Look.OnePf one -> looksAtPfs.incrementAndGet();
            case Look.Everything all -> looksAtEverything.incrementAndGet();
        }
    }

    private void again(Look look, long now) {
        switch (look) {
            case Look.OnePf(PciAddress pf) -> schedule.changed(pf, now);
            case Look.Everything() -> schedule.changed(now);
        }
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        try {
            thread.join(STOPPING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
