package io.vfledger.executor.apply;

import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.plan.Step;
import io.vfledger.executor.plan.StepWords;
import io.vfledger.netlink.wire.Errno;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Steps that were begun, and their way back. */
final class Undoing {
    private final StepRunner runner;
    private final Deque<Step> begun = new ArrayDeque<>();

    Undoing(StepRunner runner) {
        this.runner = runner;
    }

    /** Does a step; what was refused is returned. A refused step may have been done in part. */
    Optional<Refusal> doOne(Step step) {
        begun.push(step);
        return attempt(runner, step);
    }

    /** Undoes what was begun, the last first; whatever fails is returned in words, and the rest is undone all the same. */
    List<String> undoAll() {
        List<String> leftovers = new ArrayList<>();
        boolean first = true;
        while (!begun.isEmpty()) {
            Step step = begun.pop();
            Optional<Refusal> refusal = step.compensation().flatMap(back -> attempt(runner, back));
            // The newest step is the one that failed: where it did nothing, its compensation may be refused as well.
            if (refusal.isPresent() && !(first && isHarmless(step))) {
                leftovers.add(refusal.get().toString());
            }
            first = false;
        }
        return leftovers;
    }

    /** Steps that the kernel does whole or not at all. */
    private static boolean isHarmless(Step step) {
        return !(step instanceof Step.ChangeMac);
    }

    /** Does a step; what was refused is returned. */
    static Optional<Refusal> attempt(StepRunner runner, Step step) {
        try {
            runner.run(step);
            return Optional.empty();
        } catch (KernelException e) {
            AttachResult.Cause kind =
                    e.is(Errno.EAGAIN) ? AttachResult.Cause.PENDING : AttachResult.Cause.KERNEL_REFUSED;
            return Optional.of(new Refusal(kind, StepWords.of(step) + ": " + e.getMessage()));
        } catch (StepFailedException e) {
            return Optional.of(new Refusal(e.kind(), StepWords.of(step) + ": " + e.getMessage()));
        }
    }
}
