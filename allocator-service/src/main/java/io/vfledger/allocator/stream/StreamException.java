package io.vfledger.allocator.stream;

/** The broker or the registry did not do what was asked. It says nothing about the records: try again later. */
public final class StreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param operation what was asked, and of whom
     * @param cause what the client said
     */
    public StreamException(String operation, Throwable cause) {
        super(operation + ": " + cause.getMessage(), cause);
    }

    /** @param operation what was asked, of whom, and what came instead */
    public StreamException(String operation) {
        super(operation);
    }
}
