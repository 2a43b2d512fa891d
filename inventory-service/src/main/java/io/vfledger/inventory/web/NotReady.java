package io.vfledger.inventory.web;

/** The answer would not be true yet, or any more; becomes status 503 with a problem document. */
final class NotReady extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message why, and what to do
     */
    NotReady(String message) {
        super(message);
    }
}
