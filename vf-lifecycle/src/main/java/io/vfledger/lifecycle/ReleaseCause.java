package io.vfledger.lifecycle;

/** Why a function is taken back. */
public enum ReleaseCause {
    /** The runtime ended the attachment. */
    CNI_DEL,
    /** The runtime did not name the attachment among those that live. */
    CNI_GC,
    /** It could not be attached: undo what was done. */
    ADD_FAILED,
    /** No outcome came in time: undo what was done, unless it was done after all and only the news is late. */
    DEADLINE,
    /** The pod it was held for is gone, or did not take it in time. */
    HOLD_EXPIRED,
    /** Somebody else asks for it: only if the namespace that had it is gone. */
    RECLAIMED_BY_ADD,
    /** Its node saw it outside the namespace it was given to. */
    NAMESPACE_GONE,
    /** The node was started again, so that no namespace of before exists. */
    REBOOT,
    /** State and node did not agree. */
    RECONCILIATION,
    /** Somebody drains the node. */
    DRAIN;

    /** Whether an ADD came to nothing: what was held before is held again. */
    boolean isOfFailedAdd() {
        return switch (this) {
            case ADD_FAILED, DEADLINE -> true;
            case CNI_DEL, CNI_GC, HOLD_EXPIRED, RECLAIMED_BY_ADD, NAMESPACE_GONE, REBOOT, RECONCILIATION, DRAIN ->
                false;
        };
    }

    /** Whether the executor has to refuse while the namespace still lives with the function inside. */
    public boolean onlyIfNamespaceGone() {
        return switch (this) {
            case DEADLINE, HOLD_EXPIRED, RECLAIMED_BY_ADD, NAMESPACE_GONE, RECONCILIATION -> true;
            case CNI_DEL, CNI_GC, ADD_FAILED, REBOOT, DRAIN -> false;
        };
    }
}
