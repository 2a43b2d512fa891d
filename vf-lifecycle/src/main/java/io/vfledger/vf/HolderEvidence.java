package io.vfledger.vf;

import java.util.Optional;

/**
 * What a node found out about the holder of a VF that this ledger did not give.
 *
 * @param source where it is from, like {@code kernel} or {@code sriov-cni}; 0 to 64 characters
 * @param attachment the interface that it is; empty where only the namespace is known
 * @param pod the pod, where it is known
 * @param netns its namespace; empty for a device without an interface
 * @param baseline the VF's attributes before it was given, where somebody kept them
 */
public record HolderEvidence(
        String source,
        Optional<Attachment> attachment,
        Optional<PodIdentity> pod,
        Optional<NetworkNamespace> netns,
        Optional<Baseline> baseline) {
    public HolderEvidence {
        if (!source.isEmpty()) {
            Require.printable("source of evidence", source, 64);
        }
    }

    /** Whether it names anybody: an interface, a pod, or a namespace. */
    public boolean namesHolder() {
        return attachment.isPresent() || pod.isPresent() || netns.isPresent();
    }
}
