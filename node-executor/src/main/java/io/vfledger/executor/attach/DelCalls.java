package io.vfledger.executor.attach;

import io.vfledger.avro.AgentStamp;
import io.vfledger.avro.AssignVf;
import io.vfledger.avro.DelRequested;
import io.vfledger.avro.FailureReason;
import io.vfledger.avro.ReleaseCause;
import io.vfledger.cni.protocol.CniError;
import io.vfledger.cni.protocol.CniErrorCode;
import io.vfledger.cni.protocol.CniReply;
import io.vfledger.cni.server.CniCall;
import io.vfledger.executor.adopt.SriovCniRecord;
import io.vfledger.executor.journal.Checkpoint;
import io.vfledger.executor.journal.Intent;
import io.vfledger.executor.journal.Owner;
import io.vfledger.executor.journal.SavedCall;
import io.vfledger.executor.journal.VfMemory;
import io.vfledger.executor.outbox.Receipt;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.PciAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** CNI DEL: the agent's own, at once, with or without a broker. */
public final class DelCalls {
    private static final Duration DEL_DEADLINE = Duration.ofMinutes(5);

    private final Desk desk;
    private final Lanes lanes;
    private final WaitingAdds adds;
    private final Releasing releasing;
    private final Holders holders;
    private final BooleanSupplier knowsAttachments;

    /**
     * What a DEL is done with.
     *
     * @param desk what it works with
     * @param lanes where work is done
     * @param adds the ADDs that wait
     * @param releasing takes VFs back
     * @param holders knows what other plugins gave
     */
    record Hands(Desk desk, Lanes lanes, WaitingAdds adds, Releasing releasing, Holders holders) {}

    /**
     * @param hands what it is done with
     * @param knowsAttachments whether an attachment that is not in the checkpoint is none
     */
    DelCalls(Hands hands, BooleanSupplier knowsAttachments) {
        this.desk = hands.desk();
        this.lanes = hands.lanes();
        this.adds = hands.adds();
        this.releasing = hands.releasing();
        this.holders = hands.holders();
        this.knowsAttachments = knowsAttachments;
    }

    CniReply del(CniCall call, String trace) {
        Attachment attachment = CniCalls.attachmentOf(call);
        Optional<WaitingAdd> waiting = adds.of(attachment);
        boolean cancelled = waiting.map(WaitingAdd::leave).orElse(false);
        if (cancelled) {
            waiting.get()
                    .answer(new WaitingAdd.Answer.No(
                            CniError.of(CniErrorCode.TRY_AGAIN_LATER, "the attachment was deleted meanwhile")));
        }
        Optional<VfMemory> held = desk.checkpoint().heldBy(attachment);
        if (held.isEmpty() && waiting.isPresent() && !cancelled) {
            // The executor has begun: its lane says where.
            held = afterAttaching(attachment, waiting.get());
        }
        if (held.isPresent()) {
            return release(call, held.get().pci(), now -> ownerOf(now, attachment), trace);
        }
        Optional<SriovCniRecord> foreign = holders.recordOf(attachment);
        if (foreign.isPresent()) {
            return releaseAdopted(call, foreign.get(), trace);
        }
        return unknown(call, attachment, cancelled, trace);
    }

    private Optional<VfMemory> afterAttaching(Attachment attachment, WaitingAdd add) {
        try {
            add.await(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return desk.checkpoint().heldBy(attachment);
    }

    private static Optional<Owner> ownerOf(VfMemory memory, Attachment attachment) {
        return memory.owner().filter(present -> Checkpoint.attachmentOf(present).equals(attachment));
    }

    /** Another plugin made the attachment: its record says what the VF was like before. */
    private CniReply releaseAdopted(CniCall call, SriovCniRecord record, String trace) {
        CniReply reply = release(
                call,
                record.pci(),
                now -> now.owner().isPresent()
                        ? Optional.empty()
                        : Optional.of(ofThisNode(holders.ownerBy(record, CniCalls.attachmentOf(call)))),
                trace);
        if (reply.succeeded()) {
            holders.forget(record);
        }
        return reply;
    }

    private Owner ofThisNode(Owner owner) {
        return new Owner(
                AssignVf.newBuilder(owner.assign())
                        .setNode(desk.reports().node().value())
                        .build(),
                owner.call(),
                owner.hostNetdev());
    }

    private CniReply release(CniCall call, PciAddress pci, Function<VfMemory, Optional<Owner>> ownerNow, String trace) {
        Optional<PodNamespace> namespace = call.namespace()
                .map(passed -> PodNamespace.of(passed, call.request().requiredSandbox()));
        CompletableFuture<CniReply> reply = lanes.in(pci.value(), () -> {
            VfMemory now = desk.checkpoint().of(pci);
            Optional<Owner> owner = ownerNow.apply(now);
            if (owner.isEmpty()) {
                return CniReply.DONE;
            }
            Owner full = withCall(owner.get(), call);
            Intent.Release intent = new Intent.Release(
                    full, ReleaseCause.CNI_DEL, "", now.fence().version().value());
            return switch (releasing.release(intent, namespace, trace)) {
                case Releasing.Result.Released released ->
                    released.ipamProblem()
                            .map(problem -> CniCalls.error(call, problem))
                            .orElse(CniReply.DONE);
                case Releasing.Result.Refused refused
                when refused.failure().reason() == FailureReason.NO_SUCH_VF -> {
                    // It is nowhere; whoever deletes a pod can do nothing about that, and must not be kept from it.
                    releasing.reportUnclean(intent, refused.failure(), trace);
                    yield CniReply.DONE;
                }
                case Releasing.Result.Refused refused ->
                    CniCalls.error(
                            call,
                            CniError.of(
                                    CniErrorCode.APPLY_FAILURE,
                                    pci + " could not be taken back: "
                                            + refused.failure().message()));
            };
        });
        return await(reply);
    }

    /** An owner learned from the log has no configuration; the DEL brings it. */
    private static Owner withCall(Owner owner, CniCall call) {
        return owner.call().isPresent()
                ? owner
                : new Owner(
                        owner.assign(),
                        Optional.of(new SavedCall(
                                call.configuration().raw(), call.request().environment())),
                        owner.hostNetdev());
    }

    private static CniReply await(CompletableFuture<CniReply> reply) {
        try {
            return reply.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the node agent is stopping", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(String.valueOf(e.getCause()), e);
        }
    }

    private CniReply unknown(CniCall call, Attachment attachment, boolean cancelled, String trace) {
        Optional<CniError> problem = releasing.settleDebt(attachment);
        if (problem.isPresent()) {
            return CniCalls.error(call, problem.get());
        }
        if (cancelled || adds.isOpen(attachment) || !knowsAttachments.getAsBoolean()) {
            long deadlineMs = desk.clock().millis() + DEL_DEADLINE.toMillis();
            Receipt receipt =
                    desk.reports().lastingRequest(trace, stamp -> request(call, attachment, stamp, deadlineMs));
            if (receipt instanceof Receipt.Full full) {
                return CniCalls.error(call, CniError.of(CniErrorCode.TRY_AGAIN_LATER, full.why()));
            }
        }
        return CniReply.DONE;
    }

    private DelRequested request(CniCall call, Attachment attachment, AgentStamp stamp, long deadlineMs) {
        return DelRequested.newBuilder()
                .setNode(desk.reports().node().value())
                .setAgent(stamp)
                .setRequestId(AddCalls.requestId(desk.reports(), stamp))
                .setAttachment(AddCalls.toRecord(attachment))
                .setPod(CniMapping.pod(call.request().args()).orElse(null))
                .setDeadlineMs(deadlineMs)
                .build();
    }
}
