package io.vfledger.executor.apply;

import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.plan.Step;
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

    /** Does a step; what was refused is returned in words. A refused step may have been done in part. */
    Optional<String> doOne(Step step) {
        begun.push(step);
        return attempt(runner, step);
    }

    /** Undoes what was begun, the last first; whatever fails is returned in words, and the rest is undone all the same. */
    List<String> undoAll() {
        List<String> leftovers = new ArrayList<>();
        boolean first = true;
        while (!begun.isEmpty()) {
            Step step = begun.pop();
            Optional<String> refusal = step.compensation().flatMap(back -> attempt(runner, back));
            // The newest step is the one that failed: where it did nothing, its compensation may be refused as well.
            if (refusal.isPresent() && !(first && isHarmless(step))) {
                leftovers.add(refusal.get());
            }
            first = false;
        }
        return leftovers;
    }

    /** Steps that the kernel does whole or not at all. */
    private static boolean isHarmless(Step step) {
        return !(step instanceof Step.ChangeMac);
    }

    /** Does a step that will not be undone; what was refused is returned in words. */
    static Optional<String> attempt(StepRunner runner, Step step) {
        try {
            runner.run(step);
            return Optional.empty();
        } catch (KernelException | StepFailedException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
