package io.vfledger.executor.apply;

import io.vfledger.executor.plan.Difference;
import io.vfledger.executor.plan.ObservedVf;
import java.util.List;

/** What came of taking a VF back, or of looking whether it is clean. */
public sealed interface ReleaseResult {
    /**
     * On the host, down, and as its baseline.
     *
     * @param rebased how it is now is its baseline from now on: it was bound anew or reset, or had to take another name
     */
    record Clean(ObservedVf observed, boolean rebased) implements ReleaseResult {}

    /**
     * On the host or at least found, but not as its baseline.
     *
     * @param differences at least one
     * @param problems steps that failed, in words; may be empty
     */
    record Unclean(ObservedVf observed, List<Difference> differences, List<String> problems) implements ReleaseResult {
        public Unclean {
            differences = List.copyOf(differences);
            problems = List.copyOf(problems);
        }
    }

    /** It could not be found or read, or another change of it is under way for too long. */
    record Failed(String message) implements ReleaseResult {}
}
