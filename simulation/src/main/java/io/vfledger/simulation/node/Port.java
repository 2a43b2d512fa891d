package io.vfledger.simulation.node;

import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.Vlan;
import java.util.Optional;

/** A VF as the kernel has it. */
final class Port {
    /** How a driver makes it. */
    static final VfAttributes CLEAN =
            VfAttributes.builder().vlan(Vlan.UNTAGGED).spoofchk(true).mtu(1500).build();

    /** The namespace that it is in; empty while it is with the host. */
    Optional<Namespace> in = Optional.empty();

    /** Whether a driver has it at all; without one it is in no namespace. */
    boolean bound = true;

    VfAttributes attributes = CLEAN;
    Optional<String> hostUse = Optional.empty();

    /** Whose settings are still on it, though they do not have it any more. */
    Optional<String> residue = Optional.empty();

    boolean atHome() {
        return bound && in.isEmpty();
    }
}
