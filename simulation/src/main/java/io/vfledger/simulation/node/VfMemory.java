package io.vfledger.simulation.node;

import io.vfledger.lifecycle.Command;
import io.vfledger.lifecycle.Outcome;
import io.vfledger.vf.Fence;
import io.vfledger.vf.VfAttributes;
import java.util.Optional;

/**
 * What an agent remembers of one VF.
 *
 * @param fence of the last command acted upon
 * @param outcome what was reported of that command
 * @param baseline what clean is
 * @param owner who has it now
 * @param hold what it was prepared for; stays until it is taken, or the VF is brought back to its baseline
 */
record VfMemory(
        Fence fence,
        Optional<Outcome> outcome,
        Optional<VfAttributes> baseline,
        Optional<Owner> owner,
        Optional<Command.HoldVf> hold) {
    static final VfMemory FRESH = of(Fence.ZERO, Optional.empty());

    /** Nobody has it, and nothing was reported of it. */
    static VfMemory of(Fence fence, Optional<VfAttributes> baseline) {
        return new VfMemory(fence, Optional.empty(), baseline, Optional.empty(), Optional.empty());
    }

    VfMemory settled(Fence by, Outcome with) {
        return new VfMemory(by, Optional.of(with), baseline, owner, hold);
    }

    /** What it is kept for, as long as nothing else was said of it since. */
    Optional<Command.HoldVf> held() {
        return hold.filter(_ -> outcome.orElse(null) instanceof Outcome.VfHeld);
    }

    VfMemory withBaseline(VfAttributes attributes) {
        return new VfMemory(fence, outcome, Optional.of(attributes), owner, hold);
    }

    VfMemory ownedBy(Owner newOwner) {
        return new VfMemory(fence, outcome, baseline, Optional.of(newOwner), Optional.empty());
    }

    VfMemory heldFor(Command.HoldVf command) {
        return new VfMemory(fence, outcome, baseline, Optional.empty(), Optional.of(command));
    }

    VfMemory unowned() {
        return new VfMemory(fence, outcome, baseline, Optional.empty(), hold);
    }

    VfMemory unprepared() {
        return new VfMemory(fence, outcome, baseline, owner, Optional.empty());
    }

    VfMemory afterReboot() {
        return of(fence, Optional.empty());
    }
}
