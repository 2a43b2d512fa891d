package io.vfledger.executor.plan;

/** How far a VF is taken apart to make it clean. Each mode first resets every attribute, and then compares. */
public enum ReleaseMode {
    /** Nothing else: what differs from the baseline makes it unclean. */
    COMPARE,
    /** When anything but the baseline is found, it is bound to its driver anew. */
    REBIND_IF_UNCLEAN,
    /** Always bound to its driver anew: whatever the driver keeps is gone. */
    REBIND,
    /** Always reset as a PCI function: whatever the hardware keeps for it is gone too. */
    FLR;

    /** Whether it is bound anew or reset, seeing how it compares. */
    public boolean goesFurther(boolean clean) {
        return switch (this) {
            case COMPARE -> false;
            case REBIND_IF_UNCLEAN -> !clean;
            case REBIND, FLR -> true;
        };
    }
}
