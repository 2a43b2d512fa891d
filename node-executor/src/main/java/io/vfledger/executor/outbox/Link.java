package io.vfledger.executor.outbox;

import java.util.Optional;
import java.util.function.Consumer;

/** A connection that brings records to Kafka in the order they are given. */
public interface Link extends AutoCloseable {
    /**
     * Sends a record; returns before it is acknowledged.
     *
     * @param record to send
     * @param done told once: empty when it is on all replicas; else why this link can be used no more
     * @throws LinkException when it could not be handed over; nothing after it may be sent on this link
     */
    void send(Outgoing record, Consumer<Optional<Exception>> done);

    @Override
    void close();

    /** Makes links. */
    interface Maker {
        /** A fresh link; cheap, and without waiting for the broker. */
        Link connect();
    }

    /** A link failed; names the operation. */
    final class LinkException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public LinkException(String operation, Throwable cause) {
            super(operation + ": " + cause.getMessage(), cause);
        }
    }
}
