package io.vfledger.simulation.node;

import io.vfledger.vf.Attachment;
import io.vfledger.vf.Fence;
import io.vfledger.vf.NetworkNamespace;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PodIdentity;
import io.vfledger.vf.VfAttributes;
import java.util.Optional;

/**
 * Who has a VF, and by which command.
 *
 * @param attachment empty where a VF is taken back that nobody has
 */
record Owner(
        PciAddress vf,
        Fence fence,
        Optional<Attachment> attachment,
        Optional<PodIdentity> pod,
        Optional<NetworkNamespace> netns,
        VfAttributes baseline) {
    Owner inTerm(Fence by) {
        return new Owner(vf, by, attachment, pod, netns, baseline);
    }

    boolean isOf(Attachment other) {
        return attachment.equals(Optional.of(other));
    }
}
