package io.vfledger.cni.protocol;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which VF a network configuration wants; where nothing is said the allocator chooses from the pool {@code default}.
 *
 * @param device the very VF, by its PCI address
 * @param pool the pool to choose from
 * @param pf key {@code master}: the interface of the PF whose VF it shall be
 * @param index CNI_ARGS VF: the VF's number on that PF, from 0
 */
public record VfChoice(
        Optional<DeviceAddress> device, Optional<PoolName> pool, Optional<InterfaceName> pf, OptionalInt index) {
    public static final VfChoice ANY =
            new VfChoice(Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty());

    public VfChoice {
        if (index.isPresent() && pf.isEmpty()) {
            throw new IllegalArgumentException("CNI_ARGS VF=" + index.getAsInt()
                    + " needs the key master, the interface of the PF whose VF is meant");
        }
    }
}
