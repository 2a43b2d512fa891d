package io.vfledger.executor.attach;

import io.vfledger.avro.AssignVf;
import io.vfledger.avro.CommandFailed;
import io.vfledger.avro.FailureReason;
import io.vfledger.avro.ReleaseCause;
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
                case Intent.Release release -> finish(release, trace);
            }
            desk.journal().end(id);
        });
        return found;
    }

    private void undo(Intent.Attach attach, String trace) {
        AssignVf command = attach.owner().assign();
        VfMemory memory = desk.checkpoint().of(new PciAddress(command.getPci()));
        Fence fence = Fences.of(command.getEpoch(), command.getVersion());
        if (memory.fence().compareTo(fence) > 0) {
            return;
        }
        Optional<Owner> owner = memory.owner();
        boolean reported = memory.fence().equals(fence) && memory.outcome().isPresent();
        if (owner.isPresent() && memory.outcome().orElse(null) instanceof VfAttached attached) {
            // Whether Kafka has it is not known here; said twice does no harm, a release of the unsaid would.
            desk.reports().outcome(memory.pci(), trace, attached);
            finish(new Intent.Release(owner.get(), ReleaseCause.ADD_FAILED, "", command.getVersion()), trace);
        } else if (reported) {
            desk.reports().outcome(memory.pci(), trace, memory.outcome().get());
        } else {
            undoUnreported(attach.owner(), memory, fence, trace);
        }
    }

    private void undoUnreported(Owner owner, VfMemory memory, Fence fence, String trace) {
        owner.call()
                .flatMap(call -> desk.ipam().del(call))
                .ifPresent(problem -> desk.checkpoint()
                        .oweIpam(Checkpoint.attachmentOf(owner), owner.call().orElseThrow()));
        NodeNics.Released released =
                desk.nics().release(Releasing.order(memory.pci(), owner, memory, Optional.empty()));
        boolean undone = released instanceof NodeNics.Released.Done done
                && done.differences().isEmpty();
        CommandFailed outcome = Outcomes.failed(
                        Outcomes.Addressed.of(owner.assign()),
                        FailureReason.CALLER_GONE,
                        "the node agent was restarted while it attached " + memory.pci())
                .setUndone(undone)
                .build();
        desk.checkpoint().save(memory.settled(fence, outcome).unowned());
        desk.reports().outcome(memory.pci(), trace, outcome);
    }

    private void finish(Intent.Release release, String trace) {
        VfMemory memory =
                desk.checkpoint().of(new PciAddress(release.owner().assign().getPci()));
        boolean stillThere = memory.owner()
                .map(owner -> owner.assign()
                        .getAttachment()
                        .equals(release.owner().assign().getAttachment()))
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
