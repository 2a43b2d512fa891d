package io.vfledger.inventory.projection;

import io.vfledger.lifecycle.VfPhase;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.Vlan;
import java.util.Optional;

/**
 * How a function was asked to be set, and how it was read back.
 *
 * @param asked what the network's configuration asks for
 * @param readBack what the kernel said; empty where it was not read
 */
public record Tuning(Optional<VfSettings> asked, Optional<VfAttributes> readBack) {
    /** Nothing known. */
    public static final Tuning NONE = new Tuning(Optional.empty(), Optional.empty());

    /**
     * The address that frames of the pod carry.
     *
     * @param phase of the function: what was asked counts before it was set, what was read back after
     */
    public Optional<MacAddress> mac(VfPhase phase) {
        Optional<MacAddress> wanted = asked.flatMap(VfSettings::mac);
        Optional<MacAddress> found = readBack.flatMap(VfAttributes::ownMac)
                .or(() -> readBack.flatMap(VfAttributes::adminMac).filter(mac -> !mac.isZero()));
        return isSet(phase) ? found.or(() -> wanted) : wanted.or(() -> found);
    }

    /**
     * The VLAN that the NIC tags with.
     *
     * @param phase as for {@link #mac}
     */
    public Optional<Vlan> vlan(VfPhase phase) {
        Optional<Vlan> wanted = asked.flatMap(VfSettings::vlan);
        Optional<Vlan> found = readBack.flatMap(VfAttributes::vlan);
        return isSet(phase) ? found.or(() -> wanted) : wanted.or(() -> found);
    }

    private static boolean isSet(VfPhase phase) {
        return switch (phase) {
            case HELD, ATTACHING -> false;
            case DISCOVERED, RESERVED, FREE, ATTACHED, RELEASING, QUARANTINED, LOST, GONE -> true;
        };
    }

    /** This, with what it leaves open taken from what was known before of the same term. */
    public Tuning over(Tuning before) {
        return new Tuning(asked.or(before::asked), readBack.or(before::readBack));
    }
}
