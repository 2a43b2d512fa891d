package io.vfledger.executor.attach;

import io.vfledger.avro.AssignVf;
import io.vfledger.avro.CommandFailed;
import io.vfledger.avro.FailureReason;
import io.vfledger.avro.ReleaseCause;
import io.vfledger.avro.ReleaseMode;
import io.vfledger.avro.VfAttached;
import io.vfledger.avro.VfSettings;
import io.vfledger.cni.protocol.CniError;
import io.vfledger.cni.protocol.CniErrorCode;
import io.vfledger.cni.protocol.CniResult;
import io.vfledger.executor.journal.Intent;
import io.vfledger.executor.journal.Owner;
import io.vfledger.executor.journal.SavedCall;
import io.vfledger.executor.journal.StorageException;
import io.vfledger.executor.journal.VfMemory;
import io.vfledger.executor.outbox.Receipt;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.PciAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a VF to the attachment that waits for it: intent, addresses, kernel, checkpoint, outcome acknowledged by Kafka, and
 * only then the answer to the caller. Whatever fails on the way, everything before it is undone.
 */
final class Attaching {
    private static final Logger LOG = LoggerFactory.getLogger(Attaching.class);

    /** How long beyond the deadline an acknowledgement is still waited for: the VF is ready, only the answer is missing. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** How often it is looked, while an acknowledgement is awaited, whether the broker is there at all. */
    private static final Duration BROKER_LOOK = Duration.ofMillis(100);

    private final Desk desk;
    private final WaitingAdds adds;
    private final Releasing releasing;
    private final Supplier<Optional<String>> broker;

    /** @param broker why Kafka cannot be reached now; empty while it can */
    Attaching(Desk desk, WaitingAdds adds, Releasing releasing, Supplier<Optional<String>> broker) {
        this.desk = desk;
        this.adds = adds;
        this.releasing = releasing;
        this.broker = broker;
    }

    /** Carries an AssignVf out whose fence was found good; runs in the VF's lane. */
    void carryOut(AssignVf command, VfMemory memory, String trace) {
        adds.answered(command.getRequestId());
        Optional<WaitingAdd> add = adds.of(command.getRequestId());
        if (memory.owner().isPresent()) {
            Owner owner = memory.owner().get();
            CommandFailed.Builder failed =
                    failed(command, FailureReason.IN_USE, command.getPci() + " is attached on this node already");
            refuse(command, memory, failed.setHolder(owner.assign().getAttachment()), add, trace);
        } else if (desk.clock().millis() > command.getDeadlineMs()) {
            refuse(command, memory, failed(command, FailureReason.EXPIRED, "the deadline has passed"), add, trace);
        } else if (add.isEmpty() || !add.get().take()) {
            CommandFailed.Builder failed = failed(command, FailureReason.CALLER_GONE, "nobody waits for it any more");
            refuse(command, memory, failed, Optional.empty(), trace);
        } else {
            Optional<CniError> problem =
                    unknownHere(command, memory, trace).or(() -> unlikeHeld(command, memory, trace));
            if (problem.isPresent()) {
                add.get().answer(new WaitingAdd.Answer.No(problem.get()));
            } else {
                attach(command, memory, add.get(), /* held= */ false, trace);
            }
        }
    }

    /** Completes an ADD with what was prepared for its pod, without asking the allocator; runs in the VF's lane. */
    void takeHeld(AssignVf meant, VfMemory memory, WaitingAdd add, String trace) {
        attach(meant, memory, add, /* held= */ true, trace);
    }

    /**
     * A term that the agent knows from the log only began on a disk that is lost: a held ADD may have died with it, of which
     * nobody was told. What that left on the VF must not go to another.
     */
    private Optional<CniError> unknownHere(AssignVf command, VfMemory memory, String trace) {
        boolean remembered =
                memory.outcome().isPresent() || memory.fence().epoch().value() != command.getEpoch();
        if (remembered) {
            return Optional.empty();
        }
        NodeNics.ReleaseOrder order = new NodeNics.ReleaseOrder(
                memory.pci(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(command.getBaseline()),
                VfSettings.newBuilder().build(),
                ReleaseMode.COMPARE);
        CommandFailed.Builder failed = failed(command, FailureReason.NOT_READ_BACK, "");
        switch (desk.nics().release(order)) {
            case NodeNics.Released.Done done -> {
                if (done.differences().isEmpty()) {
                    return Optional.empty();
                }
                failed.setMessage("something of an earlier use stays: " + String.join("; ", done.differences()));
            }
            case NodeNics.Released.Failed not ->
                failed.setReason(not.failure().reason())
                        .setMessage(not.failure().message());
        }
        CommandFailed outcome = failed.build();
        settle(command, memory, outcome, trace);
        return Optional.of(cniError(outcome));
    }

    /** What was prepared otherwise than it is asked for now is prepared again first: nothing of it may stay. */
    private Optional<CniError> unlikeHeld(AssignVf command, VfMemory memory, String trace) {
        boolean asAsked = memory.hold()
                .filter(hold -> !hold.getSettings().equals(command.getSettings()))
                .isEmpty();
        if (asAsked) {
            return Optional.empty();
        }
        return switch (desk.nics().hold(memory.pci(), command.getSettings(), command.getBaseline())) {
            case NodeNics.Held.Done done -> Optional.empty();
            case NodeNics.Held.Failed failed -> {
                CommandFailed outcome = failed(
                                command,
                                failed.failure().reason(),
                                failed.failure().message())
                        .setUndone(failed.failure().undone())
                        .build();
                settle(command, memory, outcome, trace);
                yield Optional.of(cniError(outcome));
            }
        };
    }

    private static CommandFailed.Builder failed(AssignVf command, FailureReason reason, String message) {
        return Outcomes.failed(Outcomes.Addressed.of(command), reason, message);
    }

    private void refuse(
            AssignVf command, VfMemory memory, CommandFailed.Builder failed, Optional<WaitingAdd> add, String trace) {
        CommandFailed outcome = failed.build();
        settle(command, memory, outcome, trace);
        add.ifPresent(waiting -> waiting.answer(new WaitingAdd.Answer.No(cniError(outcome))));
    }

    private void settle(AssignVf command, VfMemory memory, CommandFailed outcome, String trace) {
        desk.checkpoint().saveIfPossible(memory.settled(Fences.of(command.getEpoch(), command.getVersion()), outcome));
        desk.reports().outcome(memory.pci(), trace, outcome);
    }

    private static CniError cniError(CommandFailed failed) {
        CniErrorCode code = failed.getReason() == FailureReason.EXPIRED || failed.getReason() == FailureReason.PENDING
                ? CniErrorCode.TRY_AGAIN_LATER
                : CniErrorCode.APPLY_FAILURE;
        return CniError.of(
                code,
                failed.getPci() + ": " + failed.getMessage(),
                failed.getReason() + (failed.getUndone() ? "; what was begun is undone" : "; it could not be undone"));
    }

    /**
     * An attachment under way.
     *
     * @param held whether it was decided before, so that it can do without the allocator
     */
    private record Work(AssignVf command, VfMemory memory, WaitingAdd add, Owner owner, boolean held, String trace) {}

    /** How the work ended, before the caller is told. */
    private sealed interface Ending {
        record Ready(Owner owner, WaitingAdd.Answer.Attached answer) implements Ending {}

        record Failed(CniError error) implements Ending {}
    }

    private void attach(AssignVf command, VfMemory memory, WaitingAdd add, boolean held, String trace) {
        WaitingAdd.Ask ask = add.ask();
        AssignVf meant = AssignVf.newBuilder(command)
                .setNetns(ask.namespace().identity())
                .build();
        Owner owner = new Owner(meant, Optional.of(ask.saved()), Optional.empty());
        Work work = new Work(command, memory, add, owner, held, trace);
        long intent;
        try {
            intent = desk.journal().begin(new Intent.Attach(work.owner()));
        } catch (StorageException e) {
            deliver(work, notWritten(work, e));
            return;
        }
        Ending ending = described(work);
        // Before the caller is told: after a crash an open intent is undone, and a pod that was told yes must stay.
        boolean ended = desk.journal().end(intent);
        deliver(work, ended ? ending : undoneUnlessEnded(work, ending));
    }

    private Ending notWritten(Work work, StorageException e) {
        CommandFailed outcome = failed(work.command(), FailureReason.INTERNAL, String.valueOf(e.getMessage()))
                .build();
        settle(work.command(), work.memory(), outcome, work.trace());
        return new Ending.Failed(CniError.of(CniErrorCode.TRY_AGAIN_LATER, outcome.getMessage()));
    }

    private Ending undoneUnlessEnded(Work work, Ending ending) {
        return switch (ending) {
            case Ending.Failed failed -> failed;
            case Ending.Ready ready -> {
                String why = "the end of the attachment could not be written to the agent's disk";
                undo(work, ready.owner(), why);
                yield new Ending.Failed(CniError.of(CniErrorCode.TRY_AGAIN_LATER, why + "; it is undone"));
            }
        };
    }

    private Ending described(Work work) {
        SavedCall saved = work.add().ask().saved();
        PciAddress pci = work.memory().pci();
        Optional<CniError> problem =
                desk.devices().describe(saved, pci, desk.nics().pfOf(pci));
        if (problem.isPresent()) {
            CommandFailed.Builder failed =
                    failed(work.command(), FailureReason.INTERNAL, problem.get().msg());
            settle(work.command(), work.memory(), failed.setUndone(true).build(), work.trace());
            return new Ending.Failed(problem.get());
        }
        Ending ending = withAddresses(work);
        if (ending instanceof Ending.Failed) {
            desk.devices().forget(saved);
        }
        return ending;
    }

    private Ending withAddresses(Work work) {
        Attachment attachment = work.add().ask().attachment();
        Optional<CniError> debt = releasing.settleDebt(attachment);
        if (debt.isPresent()) {
            CommandFailed.Builder failed =
                    failed(work.command(), FailureReason.IPAM_FAILED, debt.get().msg());
            settle(work.command(), work.memory(), failed.build(), work.trace());
            return new Ending.Failed(debt.get());
        }
        long begun = System.nanoTime();
        return switch (desk.ipam().add(work.add().ask().saved())) {
            case Ipam.Given.Refused refused -> {
                CommandFailed.Builder failed = failed(
                        work.command(),
                        FailureReason.IPAM_FAILED,
                        refused.error().msg());
                settle(work.command(), work.memory(), failed.build(), work.trace());
                yield new Ending.Failed(refused.error());
            }
            case Ipam.Given.Addresses given -> place(work, given.result(), (System.nanoTime() - begun) / 1_000);
        };
    }

    private Ending place(Work work, CniResult ipam, long ipamMicros) {
        return switch (desk.nics().attach(order(work, ipam))) {
            case NodeNics.Attached.Failed failed -> {
                desk.ipam().del(work.add().ask().saved());
                CommandFailed outcome = failed(
                                work.command(),
                                failed.failure().reason(),
                                failed.failure().message())
                        .setUndone(failed.failure().undone())
                        .build();
                settle(work.command(), work.memory(), outcome, work.trace());
                yield new Ending.Failed(cniError(outcome));
            }
            case NodeNics.Attached.Done done -> report(work, done, ipam, ipamMicros);
        };
    }

    private static NodeNics.AttachOrder order(Work work, CniResult ipam) {
        AssignVf command = work.command();
        return new NodeNics.AttachOrder(
                new PciAddress(command.getPci()),
                work.add().ask().namespace(),
                command.getAttachment().getIfname(),
                command.getSettings(),
                command.getBaseline(),
                CniMapping.ips(ipam),
                CniMapping.routes(ipam),
                CniMapping.sysctls(work.add().ask().sysctls()));
    }

    private Ending report(Work work, NodeNics.Attached.Done done, CniResult ipam, long ipamMicros) {
        AssignVf command = work.command();
        Owner owner = new Owner(work.owner().assign(), work.owner().call(), done.hostNetdev());
        VfAttached outcome = Outcomes.attached(command, work.add(), done, ipam, ipamMicros);
        VfMemory attached = work.memory()
                .withBaseline(command.getBaseline())
                .settled(Fences.of(command.getEpoch(), command.getVersion()), outcome)
                .ownedBy(owner);
        Optional<String> problem;
        try {
            desk.checkpoint().save(attached);
            Receipt receipt = desk.reports().outcome(attached.pci(), work.trace(), outcome);
            problem = acknowledged(receipt, remaining(command).plus(GRACE), work.held());
        } catch (StorageException e) {
            problem = Optional.of(String.valueOf(e.getMessage()));
        }
        if (problem.isPresent()) {
            undo(work, owner, problem.get());
            return new Ending.Failed(CniError.of(CniErrorCode.TRY_AGAIN_LATER, problem.get()));
        }
        return new Ending.Ready(owner, answer(command.getPci(), done, ipam));
    }

    private static WaitingAdd.Answer.Attached answer(String pci, NodeNics.Attached.Done done, CniResult ipam) {
        return new WaitingAdd.Answer.Attached(
                pci,
                ipam,
                Optional.ofNullable(done.attributes().getMac())
                        .or(() -> Optional.ofNullable(done.attributes().getAdminMac())),
                Optional.ofNullable(done.attributes().getMtu()));
    }

    private void deliver(Work work, Ending ending) {
        switch (ending) {
            case Ending.Failed failed -> work.add().answer(new WaitingAdd.Answer.No(failed.error()));
            case Ending.Ready ready -> {
                boolean inTime = work.add().callerWaits();
                work.add().answer(inTime ? ready.answer() : undoneTooLate(work, ready.owner()));
            }
        }
    }

    /** A caller that is more patient than this agent is still there, and must not take it for done. */
    private WaitingAdd.Answer undoneTooLate(Work work, Owner owner) {
        String why = "the attachment took longer than its "
                + work.add().ask().patience().toMillis() + " ms";
        undo(work, owner, why);
        return new WaitingAdd.Answer.No(CniError.of(CniErrorCode.TRY_AGAIN_LATER, why + "; it is undone"));
    }

    /** Waits for Kafka; says what is wrong when it does not come. */
    private Optional<String> acknowledged(Receipt receipt, Duration patience, boolean held) {
        return switch (receipt) {
            case Receipt.Full full -> Optional.of(full.why());
            case Receipt.Kept kept -> await(kept.acknowledged(), patience, held);
        };
    }

    /** What was held before is told when the broker is back: it is in the outbox, on disk. */
    private Optional<String> await(CompletableFuture<Void> acknowledged, Duration patience, boolean held) {
        long until = System.nanoTime() + patience.toNanos();
        try {
            while (System.nanoTime() - until < 0) {
                if (arrives(acknowledged) || (held && broker.get().isPresent())) {
                    return Optional.empty();
                }
            }
            return Optional.of("Kafka has not acknowledged the attachment in time; it is undone");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the node agent is stopping; the attachment is undone");
        } catch (ExecutionException e) {
            throw new IllegalStateException("an acknowledgement is never a failure", e);
        }
    }

    private static boolean arrives(CompletableFuture<Void> acknowledged)
            throws InterruptedException, ExecutionException {
        try {
            acknowledged.get(BROKER_LOOK.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private void undo(Work work, Owner owner, String why) {
        LOG.warn("the attachment of {} is undone: {}", work.command().getPci(), why);
        Intent.Release release = new Intent.Release(
                owner, ReleaseCause.ADD_FAILED, "", work.command().getVersion());
        Optional<PodNamespace> namespace = Optional.of(work.add().ask().namespace());
        switch (releasing.release(release, namespace, work.trace())) {
            case Releasing.Result.Released released -> {}
            case Releasing.Result.Refused refused -> releasing.reportUnclean(release, refused.failure(), work.trace());
        }
    }

    private Duration remaining(AssignVf command) {
        return Duration.ofMillis(
                Math.max(1, command.getDeadlineMs() - desk.clock().millis()));
    }
}
