package io.vfledger.simulation.node;

import io.vfledger.lifecycle.FailureReason;
import io.vfledger.lifecycle.Outcome;
import io.vfledger.lifecycle.ReleaseCause;
import io.vfledger.vf.Fence;
import java.util.Optional;

/** Finishes or undoes what an earlier life of the agent left open. */
final class Recovering {
    private final Agent agent;
    private final Releasing releasing;

    Recovering(Agent agent, Releasing releasing) {
        this.agent = agent;
        this.releasing = releasing;
    }

    void settle() {
        agent.disk().open().forEach((id, intent) -> {
            switch (intent) {
                case Intent.Attach attach -> undo(attach);
                case Intent.Hold hold -> unprepare(hold.owner());
                case Intent.Release release -> finish(release);
            }
            agent.disk().end(id);
        });
    }

    /** No namespace of the boot before is left, and the VFs are new ones. */
    void forgetLastBoot() {
        agent.disk().open().keySet().forEach(agent.disk()::end);
        agent.disk().memories().forEach((vf, memory) -> agent.disk().save(vf, memory.afterReboot()));
    }

    private void undo(Intent.Attach attach) {
        Owner intended = attach.owner();
        VfMemory memory = agent.disk().memory(intended.vf());
        if (memory.fence().compareTo(intended.fence()) > 0) {
            return;
        }
        boolean reported = memory.fence().equals(intended.fence())
                && memory.outcome().isPresent()
                && memory.held().isEmpty();
        if (memory.owner().isPresent() && memory.outcome().orElse(null) instanceof Outcome.VfAttached attached) {
            agent.outbox().keep(attached);
            finish(new Intent.Release(
                    memory.owner().get(),
                    ReleaseCause.ADD_FAILED,
                    memory.owner().get().fence()));
        } else if (reported) {
            agent.outbox().keep(memory.outcome().get());
        } else {
            undoUnreported(attach, memory);
        }
    }

    /** What was half prepared; its command is still to be read, and is carried out then. */
    private void unprepare(Owner intended) {
        VfMemory memory = agent.disk().memory(intended.vf());
        if (memory.fence().compareTo(intended.fence()) < 0) {
            Answer _ = agent.kernel()
                    .release(intended.vf(), intended.netns(), memory.baseline().orElse(intended.baseline()));
        }
    }

    private void undoUnreported(Intent.Attach attach, VfMemory memory) {
        Owner intended = attach.owner();
        Answer _ = agent.kernel()
                .release(intended.vf(), intended.netns(), memory.baseline().orElse(intended.baseline()));
        agent.point("after undoing");
        Outcome outcome = Attaching.failed(
                intended.vf(),
                intended.fence(),
                attach.request(),
                new Answer.Failed(FailureReason.CALLER_GONE, "restarted meanwhile"),
                Optional.empty());
        agent.disk()
                .save(intended.vf(), memory.settled(intended.fence(), outcome).unowned());
        agent.outbox().keep(outcome);
    }

    private static boolean isSameTerm(Owner now, Owner released) {
        return now.attachment().equals(released.attachment())
                && now.fence().epoch().compareTo(released.fence().epoch()) <= 0;
    }

    private void finish(Intent.Release release) {
        VfMemory memory = agent.disk().memory(release.owner().vf());
        boolean stillThere = memory.owner()
                .filter(owner -> isSameTerm(owner, release.owner()))
                .isPresent();
        Fence reported = release.fence();
        boolean commanded = reported.compareTo(memory.fence()) > 0;
        if (stillThere || (memory.owner().isEmpty() && commanded)) {
            releasing.finish(release).ifPresent(failed -> releasing.reportUnclean(release, failed));
        } else if (memory.owner().isEmpty() && memory.outcome().isPresent()) {
            agent.outbox().keep(memory.outcome().get());
        }
    }
}
