package io.vfledger.executor.apply;

import java.time.Duration;

/** Looking again until a deadline, for what the kernel does in its own time. */
public final class Wait {
    private final long deadline;
    private final Duration pause;

    public Wait(Duration longest, Duration pause) {
        this.deadline = System.nanoTime() + longest.toNanos();
        this.pause = pause;
    }

    /** Pauses; false when the time is over or the thread was told to stop. */
    public boolean more() {
        if (System.nanoTime() - deadline >= 0) {
            return false;
        }
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
