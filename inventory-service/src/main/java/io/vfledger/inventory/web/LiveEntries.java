package io.vfledger.inventory.web;

import io.vfledger.inventory.projection.InventoryStore;
import io.vfledger.inventory.projection.RecentEntries.Arrived;
import io.vfledger.vf.NodeName;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends entries to those who watch, each on a thread of its own. What a watcher has not been sent yet waits in the
 * store, not here: one that is too slow misses the oldest, and nobody else waits for it.
 */
public final class LiveEntries implements AutoCloseable {
    /** Watchers at one time. */
    public static final int MOST_WATCHERS = 64;

    private static final long HEARTBEAT_SECONDS = 10;
    private static final long NO_TIMEOUT = 0;

    private final InventoryStore store;
    private final Cursors cursors;
    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public LiveEntries(InventoryStore store, Cursors cursors) {
        this.store = store;
        this.cursors = cursors;
    }

    /** Tells the watchers that the store has something new. */
    public void arrived() {
        watchers.forEach(watcher -> watcher.news.release());
    }

    /**
     * Begins to send.
     *
     * @param node only entries of this node; empty: of all
     * @param after the last arrival that the watcher has
     * @throws NotReady when there are too many watchers
     */
    SseEmitter subscribe(Optional<NodeName> node, long after) {
        if (watchers.size() >= MOST_WATCHERS) {
            throw new NotReady("There are " + MOST_WATCHERS
                    + " watchers already, which is the most: ask GET /api/v1/entries?after= from time to time.");
        }
        Watcher watcher = new Watcher(new SseEmitter(NO_TIMEOUT), node, after);
        watchers.add(watcher);
        watcher.emitter.onCompletion(watcher::stop);
        watcher.emitter.onError(_ -> watcher.stop());
        Thread.ofVirtual().name("live-entries").start(watcher);
        return watcher.emitter;
    }

    @Override
    public void close() {
        closed = true;
        watchers.forEach(Watcher::stop);
    }

    private final class Watcher implements Runnable {
        private final SseEmitter emitter;
        private final Optional<NodeName> node;
        private final Semaphore news = new Semaphore(1);
        private long sent;
        private volatile boolean stopped;

        Watcher(SseEmitter emitter, Optional<NodeName> node, long after) {
            this.emitter = emitter;
            this.node = node;
            this.sent = after;
        }

        void stop() {
            stopped = true;
            news.release();
        }

        @Override
        public void run() {
            try {
                emitter.send(SseEmitter.event()
                        .comment("entries of the ledger follow")
                        .reconnectTime(1_000));
                while (!stopped && !closed) {
                    boolean woken = news.tryAcquire(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
                    news.drainPermits();
                    if (!woken) {
                        emitter.send(SseEmitter.event().comment("still here"));
                    }
                    sendNews();
                }
                emitter.complete();
            } catch (IOException | IllegalStateException e) {
                // The watcher went away, which is how most of them end.
                emitter.completeWithError(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                watchers.remove(this);
            }
        }

        private void sendNews() throws IOException {
            for (Arrived arrived : store.entriesAfter(sent)) {
                if (node.filter(name -> !name.equals(arrived.entry().node())).isEmpty()) {
                    emitter.send(SseEmitter.event()
                            .id(cursors.write(arrived.arrival()))
                            .name("entry")
                            .data(ListedEntry.of(arrived.entry()), MediaType.APPLICATION_JSON));
                }
                sent = arrived.arrival();
            }
        }
    }
}
