package io.vfledger.cni.server;

import io.vfledger.cni.protocol.CniReply;

/** What the agent does with a call. Called from many threads at once, one for each call. */
@FunctionalInterface
public interface CniHandler {
    /** Answers a call within {@link CniCall#remaining}. Refusals are replies; an exception is a defect. */
    CniReply handle(CniCall call);
}
