package io.vfledger.lifecycle;

import io.vfledger.vf.Fence;
import io.vfledger.vf.PciAddress;
import java.util.Optional;

/**
 * All that is known about one function: enough to send again the command that is pending in its phase.
 *
 * @param pci its address
 * @param phase where it stands
 * @param fence epoch and version of the last command to it
 * @param pending the command that no outcome has come for; empty where none is awaited
 * @param owner whom it is kept for or given to; there exactly in HELD, ATTACHING, ATTACHED and RELEASING
 * @param cause why it was asked back; there exactly in RELEASING
 * @param timer when it has to be looked at again
 * @param attempts how often the pending command was sent again; in ATTACHED: how often what was changed by hand was written
 *     again; 0 or more
 * @param prepared in HELD, and in ATTACHED after a change by hand: the settings were applied and read back
 * @param reason why it came into this phase, for people
 * @param sinceMs decided_at_ms of the entry that brought it into this phase
 * @param facts what it is and how it is set
 */
public record VfState(
        PciAddress pci,
        VfPhase phase,
        Fence fence,
        Optional<CommandRef> pending,
        Optional<Ownership> owner,
        Optional<ReleaseCause> cause,
        Optional<Timer> timer,
        int attempts,
        boolean prepared,
        String reason,
        long sinceMs,
        VfFacts facts) {
    /** Whether it is a PF itself, not one of its VFs. */
    public boolean isPf() {
        return facts.traits().isPf();
    }

    /** For people: what it is, and its address. */
    String name() {
        return (isPf() ? "PF " : "VF ") + pci;
    }
}
