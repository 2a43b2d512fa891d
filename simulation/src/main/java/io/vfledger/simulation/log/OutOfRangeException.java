package io.vfledger.simulation.log;

/** What was to be read next is not kept any more. */
public final class OutOfRangeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutOfRangeException(String message) {
        super(message);
    }
}
