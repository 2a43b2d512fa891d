package io.vfledger.executor.attach;

import io.vfledger.avro.AssignVf;
import io.vfledger.avro.CommandFailed;
import io.vfledger.avro.FailureReason;
import io.vfledger.avro.ReleaseCause;
import io.vfledger.avro.ReleaseMode;
import io.vfledger.avro.VfAttached;
import io.vfledger.executor.journal.Checkpoint;
import io.vfledger.executor.journal.Intent;
import io.vfledger.executor.journal.Owner;
import io.vfledger.executor.journal.VfMemory;
import io.vfledger.executor.stream.TraceParent;
import io.vfledger.vf.Fence;
import io.vfledger.vf.PciAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finishes or undoes what an earlier life of the agent left open. An attachment is undone, for the connection to its caller
 * died with that life; a release is finished.
 */
public final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Desk desk;
    private final Releasing releasing;

    Recovery(Desk desk, Releasing releasing) {
        this.desk = desk;
        this.releasing = releasing;
    }

    /**
     * Settles every open intent, oldest first; nothing else may run yet.
     *
     * @return how many there were
     */
    public int settle() {
        int found = desk.journal().open().size();
        desk.journal().open().forEach((id, intent) -> {
            LOG.info(
                    "settling an interrupted {} of {}",
                    intent.getClass().getSimpleName(),
                    intent.owner().assign().getPci());
            String trace = TraceParent.fresh();
            switch (intent) {
                case Intent.Attach attach -> undo(attach, trace);
                case Intent.Hold hold -> unprepare(hold);
                case Intent.Release release -> finish(release, trace);
            }
            desk.journal().end(id);
        });
        return found;
    }

    /**
     * The machine was started again since: no namespace of then is left, so nobody has anything, and the VFs are new ones of
     * which nothing is known. What IPAM plugins still have is given back by and by.
     */
    public void forgetLastBoot() {
        desk.journal().open().forEach((id, intent) -> {
            owe(intent.owner());
            desk.journal().end(id);
        });
        for (VfMemory memory : desk.checkpoint().all()) {
            memory.owner().ifPresent(this::owe);
            desk.checkpoint().saveIfPossible(memory.afterReboot());
        }
    }

    private void owe(Owner owner) {
        owner.call().ifPresent(call -> releasing.owe(Checkpoint.attachmentOf(owner), call));
    }

    private void undo(Intent.Attach attach, String trace) {
        AssignVf command = attach.owner().assign();
        VfMemory memory = desk.checkpoint().of(new PciAddress(command.getPci()));
        Fence fence = Fences.of(command.getEpoch(), command.getVersion());
        if (memory.fence().compareTo(fence) > 0) {
            return;
        }
        Optional<Owner> owner = memory.owner();
        boolean reported = memory.fence().equals(fence)
                && memory.outcome().isPresent()
                && memory.held().isEmpty();
        if (owner.isPresent() && desk.journal().damaged()) {
            // Its end may be among what cannot be read: a pod that was told yes must stay. If it was not, it is gone,
            // and
            // so is its namespace, which is seen.
            LOG.warn("{} is left to its owner, since the journal is damaged", command.getPci());
            memory.outcome().ifPresent(outcome -> desk.reports().outcome(memory.pci(), trace, outcome));
        } else if (owner.isPresent() && memory.outcome().orElse(null) instanceof VfAttached attached) {
            // Whether Kafka has it is not known here; said twice does no harm, a release of the unsaid would.
            desk.reports().outcome(memory.pci(), trace, attached);
            finish(new Intent.Release(owner.get(), ReleaseCause.ADD_FAILED, "", command.getVersion()), trace);
        } else if (reported) {
            desk.reports().outcome(memory.pci(), trace, memory.outcome().get());
        } else {
            undoUnreported(attach.owner(), memory, fence, trace);
        }
    }

    /** What was half prepared; its command is still to be read, and is carried out then. */
    private void unprepare(Intent.Hold hold) {
        AssignVf command = hold.owner().assign();
        VfMemory memory = desk.checkpoint().of(new PciAddress(command.getPci()));
        if (memory.fence().compareTo(Fences.of(command.getEpoch(), command.getVersion())) < 0) {
            var _ = desk.nics()
                    .release(
                            Releasing.order(memory.pci(), hold.owner(), memory, Optional.empty(), ReleaseMode.COMPARE));
        }
    }

    private void undoUnreported(Owner owner, VfMemory memory, Fence fence, String trace) {
        owner.call().ifPresent(desk.devices()::forget);
        owner.call()
                .flatMap(call -> desk.ipam().del(call))
                .ifPresent(problem -> releasing.owe(
                        Checkpoint.attachmentOf(owner), owner.call().orElseThrow()));
        // No further: a failure cannot tell of a new baseline, a release that the allocator asks for then can.
        NodeNics.Released released = desk.nics()
                .release(Releasing.order(memory.pci(), owner, memory, Optional.empty(), ReleaseMode.COMPARE));
        String leftover = switch (released) {
            case NodeNics.Released.Done done -> String.join("; ", done.differences());
            case NodeNics.Released.Failed failed -> failed.failure().message();
        };
        CommandFailed outcome = Outcomes.failed(
                        Outcomes.Addressed.of(owner.assign()),
                        FailureReason.CALLER_GONE,
                        "the node agent was restarted while it attached " + memory.pci()
                                + (leftover.isEmpty() ? "" : "; left behind: " + leftover))
                .setUndone(leftover.isEmpty())
                .build();
        desk.checkpoint().saveIfPossible(memory.settled(fence, outcome).unowned());
        desk.reports().outcome(memory.pci(), trace, outcome);
    }

    /** A later term of the same attachment is another one: its pod was started again. */
    private static boolean isSameTerm(AssignVf now, AssignVf released) {
        return now.getAttachment().equals(released.getAttachment()) && now.getEpoch() <= released.getEpoch();
    }

    private void finish(Intent.Release release, String trace) {
        VfMemory memory =
                desk.checkpoint().of(new PciAddress(release.owner().assign().getPci()));
        boolean stillThere = memory.owner()
                .map(owner -> isSameTerm(owner.assign(), release.owner().assign()))
                .orElse(false);
        boolean commanded = Fences.of(release.owner().assign().getEpoch(), release.version())
                        .compareTo(memory.fence())
                > 0;
        if (stillThere || (memory.owner().isEmpty() && commanded)) {
            switch (releasing.finish(release, Optional.empty(), trace)) {
                case Releasing.Result.Released released -> {}
                case Releasing.Result.Refused refused -> releasing.reportUnclean(release, refused.failure(), trace);
            }
        } else if (memory.owner().isEmpty() && memory.outcome().isPresent()) {
            desk.reports().outcome(memory.pci(), trace, memory.outcome().get());
        }
    }
}
