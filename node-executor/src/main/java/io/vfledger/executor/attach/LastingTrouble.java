package io.vfledger.executor.attach;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Why no ADD can succeed, and since when: the agent looks from time to time, so that it is known before anybody asks. */
final class LastingTrouble {
    private final Supplier<Optional<String>> now;
    private final InstantSource clock;
    private long sinceMs = -1;

    /**
     * @param now why no ADD can succeed now; empty while one can
     * @param clock milliseconds since the Unix epoch
     */
    LastingTrouble(Supplier<Optional<String>> now, InstantSource clock) {
        this.now = now;
        this.clock = clock;
    }

    /** A trouble and how long it has been there, counted from the first look that saw it. */
    record Lasting(String why, Duration lasted) {}

    /** Looks; empty while an ADD can succeed. */
    synchronized Optional<Lasting> look() {
        Optional<String> why = now.get();
        long nowMs = clock.millis();
        if (why.isEmpty()) {
            sinceMs = -1;
            return Optional.empty();
        }
        if (sinceMs < 0) {
            sinceMs = nowMs;
        }
        return Optional.of(new Lasting(why.get(), Duration.ofMillis(nowMs - sinceMs)));
    }
}
