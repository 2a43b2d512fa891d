package io.vfledger.executor.apply;

import io.vfledger.executor.plan.Difference;
import io.vfledger.executor.plan.ObservedVf;
import java.util.List;

/** What came of taking a VF back, or of looking whether it is clean. */
public sealed interface ReleaseResult {
    /** On the host, down, and as its baseline. */
    record Clean(ObservedVf observed) implements ReleaseResult {}

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

    /** It could not be found or read. */
    record Failed(String message) implements ReleaseResult {}
}
