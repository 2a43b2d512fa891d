package io.vfledger.simulation.node;

import io.vfledger.lifecycle.Outcome;
import io.vfledger.lifecycle.ReleaseCause;
import io.vfledger.vf.Fence;
import io.vfledger.vf.VfAttributes;
import java.util.List;
import java.util.Optional;

/** Takes a VF back from its owner. */
final class Releasing {
    private final Agent agent;

    Releasing(Agent agent) {
        this.agent = agent;
    }

    /** Takes a VF back, with an intent on disk meanwhile; says why not. */
    Optional<Answer.Failed> release(Intent.Release release) {
        long intent = agent.disk().begin(release);
        Optional<Answer.Failed> failed = finish(release);
        agent.disk().end(intent);
        return failed;
    }

    /** Carries out what an intent on disk says. */
    Optional<Answer.Failed> finish(Intent.Release release) {
        Owner owner = release.owner();
        VfMemory memory = agent.disk().memory(owner.vf());
        VfAttributes baseline = memory.baseline().orElse(owner.baseline());
        agent.point("before release");
        Answer answer = agent.kernel().release(owner.vf(), owner.netns(), baseline);
        agent.point("after release");
        return switch (answer) {
            case Answer.Failed failed -> Optional.of(failed);
            case Answer.Done done -> {
                settle(release, done.differences());
                yield Optional.empty();
            }
        };
    }

    /** Says that a VF could not be taken back. */
    void reportUnclean(Intent.Release release, Answer.Failed failed) {
        settle(release, List.of("release: done, found " + failed.message()));
    }

    private void settle(Intent.Release release, List<String> differences) {
        Owner owner = release.owner();
        VfMemory memory = agent.disk().memory(owner.vf());
        Outcome outcome = outcome(release, differences);
        Fence highest = release.fence().compareTo(memory.fence()) > 0 ? release.fence() : memory.fence();
        VfMemory released = memory.settled(highest, outcome).unowned();
        agent.disk().save(owner.vf(), differences.isEmpty() ? released.unprepared() : released);
        agent.outbox().keep(outcome);
    }

    private Outcome outcome(Intent.Release release, List<String> differences) {
        Owner owner = release.owner();
        return new Outcome.VfReleased(
                Stamped.NONE,
                owner.vf(),
                release.fence(),
                owner.attachment(),
                release.cause(),
                differences.isEmpty(),
                differences,
                agent.attributes(owner.vf()),
                false);
    }

    /** Undoes an attachment whose caller will not get it. */
    void undo(Owner owner) {
        Intent.Release release = new Intent.Release(owner, ReleaseCause.ADD_FAILED, owner.fence());
        release(release).ifPresent(failed -> reportUnclean(release, failed));
    }
}
