package io.vfledger.executor.outbox;

import java.util.concurrent.CompletableFuture;

/** What came of offering a record. */
public sealed interface Receipt {
    /**
     * It is in the outbox, and on disk if that was asked.
     *
     * @param stamp its place
     * @param acknowledged done once Kafka has it on all replicas
     */
    record Kept(Outgoing.Stamp stamp, CompletableFuture<Void> acknowledged) implements Receipt {}

    /**
     * There is no room; nothing was kept.
     *
     * @param why counts and bytes, in words
     */
    record Full(String why) implements Receipt {}
}
