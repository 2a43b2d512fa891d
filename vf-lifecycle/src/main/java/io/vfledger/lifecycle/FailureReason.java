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
    INTERNAL,
    /** It cannot be done yet: no link, or the driver asks to be tried again (EAGAIN). Nothing is wrong with the function. */
    PENDING,
    /** The host itself uses the PF: address, route, master. */
    HOST_USE,
    /** The NIC's firmware allows less. */
    FIRMWARE_LIMIT,
    /** The platform (BIOS, PCI bus, IOMMU) allows less. */
    PLATFORM_LIMIT,
    /** The driver allows less. */
    DRIVER_LIMIT
}
