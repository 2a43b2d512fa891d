package io.vfledger.vfctl.platform;

import io.vfledger.vfctl.Refusal;
import java.time.Duration;

/** A wait between two looks at something outside of this process. */
final class Pause {
    private Pause() {}

    static void of(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted while waiting", e);
        }
    }
}
