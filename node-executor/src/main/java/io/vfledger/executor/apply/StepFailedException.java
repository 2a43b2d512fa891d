package io.vfledger.executor.apply;

/** A step that could not be done for a reason that the kernel's answer alone does not tell. */
final class StepFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final AttachResult.Cause kind;

    StepFailedException(AttachResult.Cause kind, String message) {
        super(message);
        this.kind = kind;
    }

    AttachResult.Cause kind() {
        return kind;
    }
}
