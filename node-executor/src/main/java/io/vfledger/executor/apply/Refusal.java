package io.vfledger.executor.apply;

/**
 * Why a step was not done.
 *
 * @param kind in which kind of way
 * @param message operation, error name and the kernel's words
 */
record Refusal(AttachResult.Cause kind, String message) {
    boolean pending() {
        return kind == AttachResult.Cause.PENDING;
    }

    @Override
    public String toString() {
        return (pending() ? "pending: " : "") + message;
    }
}
