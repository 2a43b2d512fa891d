package io.vfledger.vf;

/** What is done when somebody changes by hand what a PF keeps about a VF that is given away. */
public enum DriftPolicy {
    /** It is recorded, and people are told. */
    RECORD,
    /** It is written again as the VF's owner was promised; a drift that comes back ever so often is recorded only. */
    REWRITE
}
