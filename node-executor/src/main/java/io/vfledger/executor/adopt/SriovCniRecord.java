package io.vfledger.executor.adopt;

import io.vfledger.avro.VfAttributes;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.PciAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What sriov-cni wrote down when it gave a VF to a pod.
 *
 * @param attachment whose interface it is, as far as the file's name tells
 * @param pci the VF
 * @param delegating the network configuration, as JSON; empty where it has no IPAM plugin
 * @param before its attributes before it was given; what was not kept is null
 * @param file where it was found
 */
public record SriovCniRecord(
        Attachment attachment, PciAddress pci, Optional<String> delegating, VfAttributes before, Path file) {
    /** Whether it was written for that attachment: with dashes in both, the file's name can be parted in several ways. */
    public boolean isOf(Attachment other) {
        return other.network().equals(attachment.network())
                && String.valueOf(file.getFileName()).equals(other.containerId() + "-" + other.ifname());
    }
}
