package io.vfledger.vf;

/** How a VF is made clean when it is taken back; each is stronger than the one before it. */
public enum ReleaseMode {
    /** What differs from the baseline is set back, attribute by attribute. */
    COMPARE,
    /** The VF is unbound from its driver and bound again, so that nothing of the interface is left. */
    REBIND,
    /** The function is reset (PCIe function level reset), so that nothing of mailbox and queues is left either. */
    FLR;

    /** The stronger of both. */
    public ReleaseMode atLeast(ReleaseMode other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
