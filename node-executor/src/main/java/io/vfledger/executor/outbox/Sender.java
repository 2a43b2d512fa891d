package io.vfledger.executor.outbox;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that sends. When a link fails for good it is closed, a new one is made, and everything from the first
 * unacknowledged record on is sent again: duplicates are known by their stamp, a gap or another order would not be.
 */
public final class Sender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final Outbox outbox;
    private final Link.Maker links;
    private final Thread thread;
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    private volatile Optional<String> trouble = Optional.empty();

    public Sender(Outbox outbox, Link.Maker links) {
        this.outbox = outbox;
        this.links = links;
        this.thread = new Thread(this::run, "outbox-sender");
    }

    public void start() {
        thread.start();
    }

    /** Why the last link failed; empty once a record was acknowledged after it. */
    public Optional<String> trouble() {
        return trouble;
    }

    private void run() {
        try {
            do {
                if (useOneLink()) {
                    backoff.succeeded();
                }
            } while (backoff.pause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether anything was acknowledged on it. */
    private boolean useOneLink() throws InterruptedException {
        OneLink state = new OneLink();
        try (Link link = links.connect()) {
            long place = 0;
            while (!backoff.stopped() && state.failure.isEmpty()) {
                Optional<Outbox.Placed> next = outbox.after(place, LOOK_AGAIN);
                if (next.isPresent()) {
                    place = next.get().place();
                    long sent = place;
                    link.send(next.get().record(), failed -> state.done(sent, failed));
                }
            }
        } catch (Link.LinkException e) {
            state.fail(e);
        }
        state.failure.ifPresent(
                why -> LOG.warn("sending failed, trying again from the first unacknowledged record: {}", why));
        return state.progress;
    }

    private final class OneLink {
        private volatile Optional<String> failure = Optional.empty();
        private volatile boolean progress;

        private void done(long place, Optional<Exception> failed) {
            if (failed.isPresent()) {
                fail(failed.get());
            } else {
                progress = true;
                trouble = Optional.empty();
                outbox.acknowledged(place);
            }
        }

        private void fail(Exception e) {
            Optional<String> why = Optional.of(String.valueOf(e.getMessage()));
            failure = why;
            trouble = why;
        }
    }

    /** Stops; what is not acknowledged stays in the outbox. */
    @Override
    public void close() {
        backoff.stop();
        thread.interrupt();
        try {
            if (thread.isAlive()) {
                thread.join(Duration.ofSeconds(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
