package io.vfledger.executor.journal;

/** The agent's disk could not be read or written; names the operation, the file and the cause. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the operation in words, such as {@code cannot append to /var/lib/vfledger/outbox.log}. */
    public StorageException(String operation, Throwable cause) {
        super(operation + ": " + cause.getMessage(), cause);
    }

    /** Where there is no exception below it: the content itself is wrong. */
    public StorageException(String problem) {
        super(problem);
    }
}
