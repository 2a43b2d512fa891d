package io.vfledger.vf;

/**
 * One interface of one container on one network: what CNI ADD makes and DEL ends.
 *
 * @param network the network configuration's name
 * @param containerId the runtime's id of the container or sandbox
 * @param ifname the interface inside it
 */
public record Attachment(NetworkName network, ContainerId containerId, InterfaceName ifname) {
    /**
     * The same from plain text.
     *
     * @throws IllegalArgumentException when a part is not valid, naming it
     */
    public static Attachment of(String network, String containerId, String ifname) {
        return new Attachment(new NetworkName(network), new ContainerId(containerId), new InterfaceName(ifname));
    }

    @Override
    public String toString() {
        return network + "/" + containerId + "/" + ifname;
    }
}
