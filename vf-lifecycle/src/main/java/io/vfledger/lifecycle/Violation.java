package io.vfledger.lifecycle;

/**
 * Something that must never be so.
 *
 * @param invariant which rule is broken
 * @param where what it concerns, in words
 */
public record Violation(Invariant invariant, String where) {
    /** What must always be so. */
    public enum Invariant {
        /** A function has at most one owner, and exactly in the phases that have one. */
        ONE_OWNER_PER_VF,
        /** A demand, and an interface, has at most one function. */
        ONE_VF_PER_DEMAND,
        /** The fence of a function never falls. */
        FENCE_NEVER_FALLS,
        /** A function goes only where its phase allows. */
        LEGAL_PHASE,
        /** What is held ahead of time is held for a pod and one of its demands. */
        HOLD_HAS_POD,
        /** Whatever is waited for, or held, has a timer. */
        PENDING_HAS_TIMER,
        /** While this ledger has given a PF as a whole it gives none of its VFs. */
        WHOLE_PF_ALONE,
        /** A refused request is told why. */
        REFUSAL_HAS_REASON,
        /** The state is the fold of the transitions. */
        STATE_IS_FOLD
    }
}
