package io.vfledger.executor.stream;

/** The log is not as this agent needs it; names the topic and what to do. Tried again, for it may be put right. */
public final class StreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StreamException(String problem) {
        super(problem);
    }
}
