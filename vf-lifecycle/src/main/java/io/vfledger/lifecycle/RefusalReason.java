package io.vfledger.lifecycle;

/** Why a request was answered no. */
public enum RefusalReason {
    /** Nobody waits for the answer any more. */
    DEADLINE_PASSED(11),
    /** No pool of that name is on the node. */
    UNKNOWN_POOL(7),
    /** No function has that address. */
    UNKNOWN_DEVICE(7),
    /** The named function belongs to another pool. */
    DEVICE_NOT_IN_POOL(7),
    /** All functions of the pool are given or not fit. */
    NO_FREE_VF(11),
    /** Somebody else has the named function. */
    DEVICE_IN_USE(11),
    /** The demand has a function already. */
    DEMAND_HELD_ELSEWHERE(11),
    /** The named function is not verified, quarantined, lost, or the host's own. */
    DEVICE_NOT_USABLE(11),
    /** The very interface is there already. */
    ATTACHMENT_EXISTS(11),
    /** It comes from an earlier life of the agent, or from another machine. */
    STALE_REQUEST(11),
    /** Nothing is known about the node yet. */
    NODE_UNKNOWN(11),
    /** It cannot be right on any node. */
    INVALID_REQUEST(7),
    /** Another function of the same PF and VLAN has that address. */
    DUPLICATE_MAC(7),
    /** The node has no PF of that name. */
    UNKNOWN_PF(7),
    /** The PF itself is asked for, and it or one of its VFs is in use. */
    PF_IN_USE(11),
    /** The node leaves commands unanswered, so that nothing can be prepared there. */
    NODE_SILENT(11);

    private final int cniCode;

    RefusalReason(int cniCode) {
        this.cniCode = cniCode;
    }

    /** The CNI error code (CNI specification 1.1.0): 7 invalid network configuration, 11 try again later. */
    public int cniCode() {
        return cniCode;
    }
}
