package io.vfledger.allocator.app;

import java.util.List;

/** The service must not run on what it found; it says what is wrong, and what to do. */
public final class StartRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartRefusedException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
    }
}
