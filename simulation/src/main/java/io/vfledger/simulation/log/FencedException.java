package io.vfledger.simulation.log;

/** Another writer has taken over. */
public final class FencedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FencedException(String message) {
        super(message);
    }
}
