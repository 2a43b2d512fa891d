package io.vfledger.executor.attach;

import io.vfledger.avro.VfAttached;
import io.vfledger.cni.protocol.CniError;
import io.vfledger.cni.protocol.CniErrorCode;
import io.vfledger.cni.protocol.CniReply;
import io.vfledger.cni.server.CniCall;
import io.vfledger.executor.journal.Owner;
import io.vfledger.executor.journal.SavedCall;
import io.vfledger.executor.journal.VfMemory;
import io.vfledger.executor.plan.Difference;
import io.vfledger.vf.Attachment;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** CNI CHECK: the kernel, the result of the ADD and what the ledger gave are compared, and every difference is named. */
final class CheckCalls {
    private final Desk desk;
    private final BooleanSupplier knowsAttachments;

    /**
     * @param desk what it works with
     * @param knowsAttachments whether an attachment that is not in the checkpoint is none
     */
    CheckCalls(Desk desk, BooleanSupplier knowsAttachments) {
        this.desk = desk;
        this.knowsAttachments = knowsAttachments;
    }

    CniReply check(CniCall call) {
        return problem(call).map(error -> CniCalls.error(call, error)).orElse(CniReply.DONE);
    }

    private Optional<CniError> problem(CniCall call) {
        Attachment attachment = CniCalls.attachmentOf(call);
        if (call.configuration().previousResult().isEmpty()) {
            return Optional.of(CniError.of(
                    CniErrorCode.INVALID_NETWORK_CONFIG,
                    "prevResult is missing: a CHECK needs the result of the ADD of " + attachment));
        }
        Optional<VfMemory> held = desk.checkpoint().heldBy(attachment);
        if (held.isEmpty()) {
            return Optional.of(
                    knowsAttachments.getAsBoolean()
                            ? CniError.of(CniErrorCode.UNKNOWN_CONTAINER, attachment + " is not attached on this node")
                            : CniError.of(
                                    CniErrorCode.TRY_AGAIN_LATER,
                                    "the node agent has not read the log yet, so it cannot tell whether " + attachment
                                            + " is attached"));
        }
        return compared(call, held.get())
                .or(() -> desk.ipam()
                        .check(new SavedCall(
                                call.configuration().raw(), call.request().environment())));
    }

    private Optional<CniError> compared(CniCall call, VfMemory held) {
        PodNamespace namespace =
                PodNamespace.of(call.namespace().orElseThrow(), call.request().requiredSandbox());
        Owner owner = held.owner().orElseThrow();
        return switch (desk.nics().look(held.pci(), namespace)) {
            case NodeNics.Looked.Failed failed ->
                Optional.of(CniError.of(
                        CniErrorCode.DIFFERENCE_FOUND,
                        held.pci() + ": " + failed.failure().message()));
            case NodeNics.Looked.Found found -> {
                Checkup checkup = new Checkup(owner, given(held), namespace, found);
                List<Difference> differences = checkup.differences(
                        call.configuration().previousResult().orElseThrow());
                yield differences.isEmpty() ? Optional.empty() : Optional.of(error(held, differences));
            }
        };
    }

    private static Optional<VfAttached> given(VfMemory held) {
        return held.outcome().orElse(null) instanceof VfAttached attached ? Optional.of(attached) : Optional.empty();
    }

    private static CniError error(VfMemory held, List<Difference> differences) {
        return CniError.of(
                CniErrorCode.DIFFERENCE_FOUND,
                "VF " + held.pci() + " is not as it was given: "
                        + differences.stream().map(Difference::toString).collect(Collectors.joining("; ")));
    }
}
