package io.vfledger.vf;

/**
 * What a pod (or, with no UID known, a container) is entitled to: one VF on one network. A demand holds at most one VF.
 *
 * @param owner the UID of the pod, or the id of the container where no UID is known; 1 to 253 characters
 * @param network the network configuration's name
 * @param slot which of the owner's attachments to that network: the interface name, or the ordinal where no name was
 *     asked for; 1 to 15 characters
 */
public record Demand(String owner, NetworkName network, String slot) {
    static final int MAX_SLOT = 15;

    public Demand {
        Require.printable("demand owner", owner, 253);
        Require.printable("demand slot", slot, MAX_SLOT);
    }

    /** A pod's demand. */
    public static Demand ofPod(PodUid uid, NetworkName network, InterfaceName ifname) {
        return new Demand(uid.value(), network, ifname.value());
    }

    /** The same demand, once the interface that fulfils it has a name. */
    public Demand as(InterfaceName ifname) {
        return new Demand(owner, network, ifname.value());
    }

    /** Whether the slot counts the owner's attachments to the network, since none of them was named. */
    public boolean isOrdinal() {
        return slot.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Whether the interface of that name on that network may be what fulfils it, whoever the owner is. */
    public boolean mayBecome(NetworkName onto, InterfaceName ifname) {
        return network.equals(onto) && (slot.equals(ifname.value()) || isOrdinal());
    }

    /** The demand of a container whose pod is not known. */
    public static Demand ofContainer(Attachment attachment) {
        return new Demand(
                attachment.containerId().value(),
                attachment.network(),
                attachment.ifname().value());
    }

    @Override
    public String toString() {
        return owner + " on " + network + " as " + slot;
    }
}
