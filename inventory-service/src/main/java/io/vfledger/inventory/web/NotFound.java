package io.vfledger.inventory.web;

/** The thing asked for is not known; becomes status 404 with a problem document. */
final class NotFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what was asked for, and where to look for what there is
     */
    NotFound(String message) {
        super(message);
    }
}
