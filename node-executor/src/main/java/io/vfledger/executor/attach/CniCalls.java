package io.vfledger.executor.attach;

import io.vfledger.cni.protocol.CniError;
import io.vfledger.cni.protocol.CniErrorCode;
import io.vfledger.cni.protocol.CniReply;
import io.vfledger.cni.server.CniCall;
import io.vfledger.cni.server.CniHandler;
import io.vfledger.executor.journal.VfMemory;
import io.vfledger.executor.stream.TraceParent;
import io.vfledger.vf.Attachment;
import java.util.Optional;

/** What the agent answers to the CNI binary. */
public final class CniCalls implements CniHandler {
    private final Desk desk;
    private final AddCalls adds;
    private final DelCalls dels;

    public CniCalls(Desk desk, AddCalls adds, DelCalls dels) {
        this.desk = desk;
        this.adds = adds;
        this.dels = dels;
    }

    @Override
    public CniReply handle(CniCall call) {
        String trace = call.request().trace().traceparent().orElseGet(TraceParent::fresh);
        return switch (call.command()) {
            case ADD -> adds.add(call, trace);
            case DEL -> dels.del(call, trace);
            case CHECK -> check(call);
            case STATUS ->
                adds.trouble().map(problem -> error(call, notNow(problem))).orElse(CniReply.DONE);
            case GC -> dels.collect(call, trace);
            case VERSION -> throw new IllegalStateException("VERSION is answered by the CNI binary");
        };
    }

    private CniReply check(CniCall call) {
        Attachment attachment = attachmentOf(call);
        Optional<VfMemory> held = desk.checkpoint().heldBy(attachment);
        if (held.isEmpty()) {
            return error(
                    call, CniError.of(CniErrorCode.UNKNOWN_CONTAINER, attachment + " is not attached on this node"));
        }
        boolean inside = call.namespace()
                .map(namespace -> desk.nics()
                        .interfaceExists(
                                PodNamespace.of(namespace, call.request().requiredSandbox()),
                                attachment.ifname().value()))
                .orElse(false);
        return inside
                ? CniReply.DONE
                : error(
                        call,
                        CniError.of(
                                CniErrorCode.APPLY_FAILURE,
                                "interface " + attachment.ifname() + " of VF "
                                        + held.get().pci() + " is not in the pod's namespace"));
    }

    private static CniError notNow(String problem) {
        return CniError.of(CniErrorCode.PLUGIN_NOT_AVAILABLE, "no VF can be attached now: " + problem);
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
