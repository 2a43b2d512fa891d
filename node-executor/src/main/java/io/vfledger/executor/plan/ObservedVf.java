package io.vfledger.executor.plan;

import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfAttributesBuilder;
import io.vfledger.vf.VfTraits;
import java.util.Optional;

/**
 * A VF as it is.
 *
 * @param traits what it is
 * @param profile what is peculiar about its driver
 * @param administrative what its PF says about it
 * @param place where its interface is; empty when it has none or it is not in sight
 */
public record ObservedVf(VfTraits traits, DriverProfile profile, VfAttributes administrative, Optional<Placed> place) {
    /** An interface and where it is. */
    public record Placed(Place place, Netdev netdev) {}

    /** The PF's view and the interface's together; the name is told only on the host. */
    public VfAttributes attributes() {
        return place.map(this::joined).orElse(administrative);
    }

    private VfAttributes joined(Placed placed) {
        Netdev netdev = placed.netdev();
        VfAttributesBuilder joined = administrative.toBuilder()
                .ownMac(netdev.mac())
                .mtu(netdev.mtu())
                .txQueueLen(netdev.txQueueLen())
                .up(netdev.up())
                .further(netdev.attributes());
        if (placed.place() == Place.HOST) {
            joined.netdev(netdev.name());
        }
        return joined.build();
    }
}
