package io.vfledger.vfctl;

/** A command cannot be carried out; the message says why, and what to do. Shown without a stack trace. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Refusal(String message) {
        super(message);
    }

    /**
     * With what the system said.
     *
     * @param message what was tried and what to do
     * @param cause what the system said
     */
    public Refusal(String message, Throwable cause) {
        super(message + " (" + cause.getClass().getSimpleName() + ": " + cause.getMessage() + ")", cause);
    }
}
