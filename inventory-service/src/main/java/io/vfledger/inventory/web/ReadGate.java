package io.vfledger.inventory.web;

import io.vfledger.inventory.projection.FeedStatus;
import io.vfledger.vf.NodeName;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** Lets a question through only where the projections can answer it truly. */
public final class ReadGate {
    private final Supplier<FeedStatus> feed;
    private final ToIntFunction<NodeName> partitionOf;

    /**
     * Makes a gate.
     *
     * @param feed how far the projections have read
     * @param partitionOf the partition number of a node; below 0 while it is not known
     */
    public ReadGate(Supplier<FeedStatus> feed, ToIntFunction<NodeName> partitionOf) {
        this.feed = feed;
        this.partitionOf = partitionOf;
    }

    FeedStatus status() {
        return feed.get();
    }

    /** Passes once everything that was there at start was read. */
    void pass() {
        FeedStatus status = feed.get();
        if (!status.ready()) {
            String failure =
                    status.lastFailure().map(text -> " Last failure: " + text).orElse("");
            throw new NotReady("The topics are still being read since " + status.startedAt() + ": " + toGo(status)
                    + ". Ask again in a second." + failure);
        }
    }

    static String toGo(FeedStatus status) {
        return status.topics().isEmpty()
                ? "waiting for the broker and its topics"
                : status.behindAtStart() + " records to go";
    }

    /** Passes where every partition is being read as well: the answer is of all nodes. */
    void passWhole() {
        pass();
        feed.get().stopped().stream().findFirst().ifPresent(stop -> {
            throw new NotReady("Topic " + stop.topic() + ", partition " + stop.partition()
                    + ", is not read beyond offset " + stop.offset() + ": " + stop.reason()
                    + ". Ask for a node of another partition.");
        });
    }

    /** Passes where the node's partition is being read as well. */
    void pass(NodeName node) {
        pass();
        feed.get().stopOf(partitionOf.applyAsInt(node)).ifPresent(stop -> {
            throw new NotReady("Topic " + stop.topic() + ", partition " + stop.partition()
                    + ", which has everything of " + node + ", is not read beyond offset " + stop.offset() + ": "
                    + stop.reason());
        });
    }
}
