package io.vfledger.executor.apply;

import io.vfledger.executor.plan.ObservedVf;
import io.vfledger.executor.plan.Step;
import java.util.Optional;

/** What came of giving a VF to a pod, or of preparing it for one. */
public sealed interface AttachResult {
    /**
     * It is there, and every attribute reads back as asked.
     *
     * @param before how the VF was; its interface's name is the one to come home under
     * @param after how it reads back
     */
    record Applied(ObservedVf before, ObservedVf after) implements AttachResult {}

    /** Something failed, and the VF is as it was. */
    record Undone(Failure failure) implements AttachResult {}

    /**
     * Something failed, and it could not be undone: the VF must not be given to anybody.
     *
     * @param leftover what could not be undone
     */
    record Dirty(Failure failure, String leftover) implements AttachResult {}

    /**
     * Why.
     *
     * @param cause in which kind of way
     * @param step at which step; empty where none had been begun or all were done
     * @param message operation, error name and the kernel's words
     */
    record Failure(Cause cause, Optional<Step> step, String message) {}

    /** Kinds of failure. */
    enum Cause {
        /** No such VF, or its interface is nowhere. */
        NO_SUCH_VF,
        /** The pod has an interface of that name. */
        INTERFACE_EXISTS,
        /** The kernel refused a step. */
        KERNEL_REFUSED,
        /** It cannot be done yet: no link, the driver asks to be tried again, or another change is under way. */
        PENDING,
        /** An attribute does not read back as it was set. */
        NOT_READ_BACK
    }
}
