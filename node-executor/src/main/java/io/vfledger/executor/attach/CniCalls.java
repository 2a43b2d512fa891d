package io.vfledger.executor.attach;

import io.vfledger.cni.protocol.CniError;
import io.vfledger.cni.protocol.CniReply;
import io.vfledger.cni.server.CniCall;
import io.vfledger.cni.server.CniHandler;
import io.vfledger.executor.stream.TraceParent;
import io.vfledger.vf.Attachment;

/** What the agent answers to the CNI binary. */
public final class CniCalls implements CniHandler {
    private final AddCalls adds;
    private final DelCalls dels;
    private final CheckCalls checks;
    private final StatusCalls statuses;
    private final CollectCalls collections;

    CniCalls(AddCalls adds, DelCalls dels, CheckCalls checks, StatusCalls statuses, CollectCalls collections) {
        this.adds = adds;
        this.dels = dels;
        this.checks = checks;
        this.statuses = statuses;
        this.collections = collections;
    }

    @Override
    public CniReply handle(CniCall call) {
        String trace = call.request().trace().traceparent().orElseGet(TraceParent::fresh);
        return switch (call.command()) {
            case ADD -> adds.add(call, trace);
            case DEL -> dels.del(call, trace);
            case CHECK -> checks.check(call);
            case STATUS -> statuses.status(call);
            case GC -> collections.collect(call, trace);
            case VERSION -> throw new IllegalStateException("VERSION is answered by the CNI binary");
        };
    }

    static CniReply error(CniCall call, CniError error) {
        return CniReply.error(call.configuration().version(), error);
    }

    static Attachment attachmentOf(CniCall call) {
        return Attachment.of(
                call.configuration().network().text(),
                call.request().requiredSandbox().containerId().text(),
                call.request().requiredSandbox().interfaceName().text());
    }
}
