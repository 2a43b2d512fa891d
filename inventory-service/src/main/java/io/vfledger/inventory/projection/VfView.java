package io.vfledger.inventory.projection;

import io.vfledger.lifecycle.VfPhase;
import io.vfledger.vf.Fence;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfKey;
import java.time.Instant;
import java.util.Optional;

/**
 * The present of a function, as the allocator has it.
 *
 * @param node where it is
 * @param pci its address there
 * @param phase where it stands
 * @param fence epoch and version of the last command
 * @param since when it came into this phase
 * @param nodeSeq the entry that made it so
 * @param entryHash that entry's hash, in hex
 * @param reason why, in words
 * @param healthy no known fault
 * @param place what it is
 * @param owner whose it is
 * @param tuning how it is set
 * @param baseline how it was when first verified; empty before
 */
public record VfView(
        NodeName node,
        PciAddress pci,
        VfPhase phase,
        Fence fence,
        Instant since,
        long nodeSeq,
        String entryHash,
        String reason,
        boolean healthy,
        Place place,
        Owner owner,
        Tuning tuning,
        Optional<VfAttributes> baseline) {
    /**
     * What a function is.
     *
     * @param pfPci address of its PF
     * @param pfNetdev interface of its PF; empty where it is not on the host
     * @param index its number on the PF
     * @param vendorId four hex digits
     * @param deviceId four hex digits
     * @param driver the driver bound; empty where none is
     * @param pool its pool; empty where none matches
     */
    public record Place(
            String pfPci, String pfNetdev, int index, String vendorId, String deviceId, String driver, String pool) {}

    /** Its name in the fleet. */
    public VfKey key() {
        return new VfKey(node, pci);
    }
}
