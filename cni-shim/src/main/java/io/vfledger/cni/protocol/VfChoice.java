package io.vfledger.cni.protocol;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which VF, or PF, a network configuration wants; where nothing is said the allocator chooses from the pool {@code default}.
 *
 * @param device the very VF, by its PCI address
 * @param pool the pool to choose from
 * @param pf key {@code master}: the interface of the PF whose VF it shall be
 * @param index CNI_ARGS VF: the VF's number on that PF, from 0
 * @param whole key {@code pfOnly}: the PF itself is wanted, which {@code device} or {@code pf} names
 */
public record VfChoice(
        Optional<DeviceAddress> device,
        Optional<PoolName> pool,
        Optional<InterfaceName> pf,
        OptionalInt index,
        boolean whole) {
    public static final VfChoice ANY =
            new VfChoice(Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty(), /* whole= */ false);

    public VfChoice {
        if (whole && device.isEmpty() && pf.isEmpty()) {
            throw new IllegalArgumentException(
                    "pfOnly true needs the key master, the interface of the PF, or deviceID, the PF's address");
        }
        if (whole && pool.isPresent()) {
            throw new IllegalArgumentException(
                    "pool " + pool.get() + " is of VFs, and pfOnly true gives the PF itself: leave one of them out");
        }
        if (whole && index.isPresent()) {
            throw new IllegalArgumentException("CNI_ARGS VF=" + index.getAsInt()
                    + " is a VF, and pfOnly true gives the PF itself: leave one of them out");
        }
        if (index.isPresent() && pf.isEmpty()) {
            throw new IllegalArgumentException("CNI_ARGS VF=" + index.getAsInt()
                    + " needs the key master, the interface of the PF whose VF is meant");
        }
    }
}
