package io.vfledger.placement;

import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfIndex;

/**
 * A function that may be given.
 *
 * @param vf its address
 * @param pf the address of its PF
 * @param index its number there
 * @param hasLink whether its PF has carrier
 * @param isNear whether its PF is at the NUMA node that is preferred, or nobody knows or asks
 * @param wasFaulty whether it could not be verified some time ago
 * @param justReleased whether it was taken back moments ago
 * @param usedOnPf how many functions of its PF somebody has
 */
public record Candidate(
        PciAddress vf,
        PciAddress pf,
        VfIndex index,
        boolean hasLink,
        boolean isNear,
        boolean wasFaulty,
        boolean justReleased,
        int usedOnPf) {}
