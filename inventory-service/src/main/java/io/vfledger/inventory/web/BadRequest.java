package io.vfledger.inventory.web;

/** A parameter of a request that cannot be taken; becomes status 400 with a problem document. */
final class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String parameter;

    /**
     * @param parameter its name
     * @param message the value, and what is allowed
     */
    BadRequest(String parameter, String message) {
        super(message);
        this.parameter = parameter;
    }

    String parameter() {
        return parameter;
    }
}
