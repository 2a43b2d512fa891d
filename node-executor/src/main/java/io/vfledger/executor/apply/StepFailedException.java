package io.vfledger.executor.apply;

/** A step that could not be done for a reason other than the kernel's refusal of it. */
final class StepFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    StepFailedException(String message) {
        super(message);
    }
}
