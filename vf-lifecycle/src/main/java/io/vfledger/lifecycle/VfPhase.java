package io.vfledger.lifecycle;

import java.util.EnumSet;
import java.util.Set;

/** Where a function stands in its life; each phase names the phases that it may go to. */
public enum VfPhase {
    /** Seen; nothing may be written to it yet. Next: FREE, ATTACHED (adopted), RESERVED, QUARANTINED, GONE. */
    DISCOVERED,
    /** Outside every pool, or in the host's own use. Next: DISCOVERED, GONE. */
    RESERVED,
    /** Verified against its baseline, may be given. Next: HELD, ATTACHING, RESERVED, QUARANTINED, LOST, GONE. */
    FREE,
    /** Kept for a demand. Next: ATTACHING, ATTACHED, RELEASING, QUARANTINED, LOST, GONE. */
    HELD,
    /** AssignVf was sent. Next: ATTACHED, HELD, RELEASING, QUARANTINED, LOST, GONE. */
    ATTACHING,
    /** In the pod's namespace, read back. Next: RELEASING, FREE (by its node), QUARANTINED, LOST, GONE. */
    ATTACHED,
    /** ReleaseVf was sent. Next: FREE, HELD, ATTACHED (executor refused: in use), QUARANTINED, LOST, GONE. */
    RELEASING,
    /** Could not be verified; tries again by itself. Next: FREE, ATTACHED (adopted), LOST, GONE. */
    QUARANTINED,
    /** In nobody's namespace. Next: QUARANTINED (after RecoverVf), GONE. */
    LOST,
    /** The function, its NIC or its node was removed. Next: DISCOVERED. */
    GONE;

    /** The other phases that a function in this one may go to. */
    public Set<VfPhase> next() {
        return switch (this) {
            case DISCOVERED -> EnumSet.of(FREE, ATTACHED, RESERVED, QUARANTINED, GONE);
            case RESERVED -> EnumSet.of(DISCOVERED, GONE);
            case FREE -> EnumSet.of(HELD, ATTACHING, RESERVED, QUARANTINED, LOST, GONE);
            case HELD -> EnumSet.of(ATTACHING, ATTACHED, RELEASING, QUARANTINED, LOST, GONE);
            case ATTACHING -> EnumSet.of(ATTACHED, HELD, RELEASING, QUARANTINED, LOST, GONE);
            case ATTACHED -> EnumSet.of(RELEASING, FREE, QUARANTINED, LOST, GONE);
            case RELEASING -> EnumSet.of(FREE, HELD, ATTACHED, QUARANTINED, LOST, GONE);
            case QUARANTINED -> EnumSet.of(FREE, ATTACHED, LOST, GONE);
            case LOST -> EnumSet.of(QUARANTINED, GONE);
            case GONE -> EnumSet.of(DISCOVERED);
        };
    }

    /** Whether a function in this phase may be in that one after a transition; staying is always allowed. */
    public boolean mayBecome(VfPhase after) {
        return after == this || next().contains(after);
    }

    /** Whether somebody has the function, is getting it, or is being parted from it. */
    public boolean isOwned() {
        return switch (this) {
            case HELD, ATTACHING, ATTACHED, RELEASING -> true;
            case DISCOVERED, RESERVED, FREE, QUARANTINED, LOST, GONE -> false;
        };
    }
}
