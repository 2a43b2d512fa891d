package io.vfledger.simulation.node;

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
 */
record VfMemory(Fence fence, Optional<Outcome> outcome, Optional<VfAttributes> baseline, Optional<Owner> owner) {
    static final VfMemory FRESH = new VfMemory(Fence.ZERO, Optional.empty(), Optional.empty(), Optional.empty());

    VfMemory settled(Fence by, Outcome with) {
        return new VfMemory(by, Optional.of(with), baseline, owner);
    }

    VfMemory withBaseline(VfAttributes attributes) {
        return new VfMemory(fence, outcome, Optional.of(attributes), owner);
    }

    VfMemory ownedBy(Owner newOwner) {
        return new VfMemory(fence, outcome, baseline, Optional.of(newOwner));
    }

    VfMemory unowned() {
        return new VfMemory(fence, outcome, baseline, Optional.empty());
    }

    VfMemory afterReboot() {
        return new VfMemory(fence, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
