package io.vfledger.cni.protocol;

/** Error codes: 1 to 99 are the specification's (section 5, Error), from 100 on they are vfledger's own. */
public enum CniErrorCode {
    INCOMPATIBLE_VERSION(1),
    UNSUPPORTED_FIELD(2),
    UNKNOWN_CONTAINER(3),
    INVALID_ENVIRONMENT(4),
    IO_FAILURE(5),
    DECODING_FAILURE(6),
    INVALID_NETWORK_CONFIG(7),
    /** The namespace given is the host's own. */
    INVALID_NAMESPACE(8),
    TRY_AGAIN_LATER(11),
    PLUGIN_NOT_AVAILABLE(50),
    LIMITED_CONNECTIVITY(51),
    /** The caller's user may not talk to the agent. */
    CALLER_REFUSED(100),
    /** The agent has a defect; its log has the stack trace. */
    INTERNAL_FAILURE(101),
    /** An IPAM plugin failed without saying which error it was. */
    IPAM_FAILURE(102),
    /** The kernel or the driver refused a setting; everything done before it was undone. */
    APPLY_FAILURE(103),
    /** The allocator said no; the message has its reason. */
    REQUEST_REFUSED(104),
    /** A CHECK found something that is not as it was given; the message has each attribute, expected and found. */
    DIFFERENCE_FOUND(105);

    private final int number;

    CniErrorCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
