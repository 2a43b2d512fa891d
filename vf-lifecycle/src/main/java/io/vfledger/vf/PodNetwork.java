package io.vfledger.vf;

import java.util.Optional;

/**
 * One attachment that a pod will ask for.
 *
 * @param network the network configuration's name
 * @param slot the name of its interface; or, where none is asked for, its number among the pod's attachments to that
 *     network; 1 to 15 characters
 * @param pool the pool that the network names; empty means {@code default}
 * @param device the very function that is wanted; empty when the allocator shall choose
 * @param settings what the network asks of the function
 */
public record PodNetwork(
        NetworkName network, String slot, Optional<PoolName> pool, Optional<PciAddress> device, VfSettings settings) {
    public PodNetwork {
        Require.printable("demand slot", slot, Demand.MAX_SLOT);
    }

    /** What the pod of that UID is entitled to by it. */
    public Demand demandOf(PodUid uid) {
        return new Demand(uid.value(), network, slot);
    }
}
