package io.vfledger.inventory.projection;

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

    /** The address that frames of the pod carry: the netdev's own, else the PF's for it, else the one asked for. */
    public Optional<MacAddress> mac() {
        return readBack.flatMap(VfAttributes::ownMac)
                .or(() -> readBack.flatMap(VfAttributes::adminMac).filter(mac -> !mac.isZero()))
                .or(() -> asked.flatMap(VfSettings::mac));
    }

    /** The VLAN that the NIC tags with: as read back, else as asked. */
    public Optional<Vlan> vlan() {
        return readBack.flatMap(VfAttributes::vlan).or(() -> asked.flatMap(VfSettings::vlan));
    }

    /** This, with what it leaves open taken from what was known before of the same term. */
    public Tuning over(Tuning before) {
        return new Tuning(asked.or(before::asked), readBack.or(before::readBack));
    }
}
