package io.vfledger.vf;

/**
 * What a pod (or, with no UID known, a container) is entitled to: one VF on one network. A demand holds at most one VF.
 *
 * @param ownerKind what {@code ownerId} names
 * @param ownerId the UID of the pod, or the id of the container; 1 to 253 characters
 * @param network the network configuration's name
 * @param ifname which of the owner's interfaces on that network
 */
public record Demand(OwnerKind ownerKind, String ownerId, NetworkName network, InterfaceName ifname) {
    /** What the owner of a demand is named by. */
    public enum OwnerKind {
        /** By pod UID. */
        POD,
        /** By container id, where no pod UID is known. */
        CONTAINER
    }

    public Demand {
        Require.printable("demand owner", ownerId, 253);
    }

    /** A pod's demand. */
    public static Demand ofPod(PodUid uid, NetworkName network, InterfaceName ifname) {
        return new Demand(OwnerKind.POD, uid.value(), network, ifname);
    }

    /** The demand of a container whose pod is not known. */
    public static Demand ofContainer(Attachment attachment) {
        return new Demand(
                OwnerKind.CONTAINER, attachment.containerId().value(), attachment.network(), attachment.ifname());
    }

    @Override
    public String toString() {
        return (ownerKind == OwnerKind.POD ? "pod " : "container ") + ownerId + " on " + network + " as " + ifname;
    }
}
