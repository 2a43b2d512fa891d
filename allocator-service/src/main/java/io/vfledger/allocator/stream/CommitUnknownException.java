package io.vfledger.allocator.stream;

import org.springframework.transaction.TransactionSystemException;

/** A commit failed or was not answered: it may or may not have taken place. */
final class CommitUnknownException extends TransactionSystemException {
    private static final long serialVersionUID = 1L;

    CommitUnknownException(Throwable cause) {
        super("the commit of a batch failed, its result is not known: " + cause.getMessage(), cause);
    }
}
