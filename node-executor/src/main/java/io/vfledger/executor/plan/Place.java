package io.vfledger.executor.plan;

/** Whose namespace a VF's interface is in. */
public enum Place {
    /** The node's own. */
    HOST,
    /** The pod's. */
    POD
}
