package io.vfledger.vf;

/** Who picks the VF of a pool for a pod; exactly one for each pool. */
public enum Chooser {
    /** Kubelet, through the device plugin. */
    KUBELET,
    /** The allocator. */
    ALLOCATOR
}
