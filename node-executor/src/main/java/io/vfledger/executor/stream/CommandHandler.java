package io.vfledger.executor.stream;

import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;

/** Does what the commands say. */
public interface CommandHandler {
    /**
     * The state topics were read; comes once, before the first command.
     *
     * @param view what they say of this node
     */
    void loaded(LogView view);

    /** Every command that was in the log when the state was noted has been handed over; comes once. */
    void replayed();

    /**
     * A command of this node.
     *
     * @param command of a type that the topic has
     * @param traceParent the trace it belongs to
     * @return done once it was carried out or refused, and its outcome is safe
     */
    CompletableFuture<Void> handle(SpecificRecord command, String traceParent);

    /**
     * A record of this node that no retry can make readable.
     *
     * @param key of the record
     * @param problem where it is, and what is wrong with it
     */
    void unreadable(String key, String problem);
}
