package io.vfledger.inventory.projection;

import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;

/**
 * An ownership of a function.
 *
 * @param node where the function is
 * @param pci its address there
 * @param holding who had it, from when until when, and which entries say so
 */
public record Stay(NodeName node, PciAddress pci, Holder.Holding holding) {
    /** Who had it, in words. */
    String who() {
        return HolderReading.who(holding.owner());
    }
}
