package io.vfledger.lifecycle;

/** Why a command was not carried out on the node. */
public enum FailureReason {
    /** The executor had acted on a greater fence already. */
    STALE,
    /** Its deadline had passed. */
    EXPIRED,
    /** The agent could not read it, or cannot do it. */
    UNSUPPORTED,
    /** Nobody waits for the answer any more. */
    CALLER_GONE,
    /** The namespace that has the function lives, with the function inside. */
    IN_USE,
    NO_SUCH_VF,
    NO_SUCH_NAMESPACE,
    /** The kernel refused a setting. */
    KERNEL_REFUSED,
    /** A setting was accepted but does not show. */
    NOT_READ_BACK,
    IPAM_FAILED,
    /** The namespace has an interface of that name already. */
    INTERFACE_EXISTS,
    INTERNAL
}
