package io.vfledger.vf;

/**
 * Names one function in the whole fleet; its text form {@code node/pci} is the record key of {@code vf-state}.
 *
 * @param node the node that the function is plugged into
 * @param pci the address of the function there
 */
public record VfKey(NodeName node, PciAddress pci) implements Comparable<VfKey> {
    /**
     * Reads the text form back.
     *
     * @param text {@code node/pci}
     * @throws IllegalArgumentException when there is no slash, or a half of it is not valid
     */
    public static VfKey parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("VF key '" + Require.shown(text)
                    + "' is not valid: it must be node/pci, like worker-1/0000:65:02.1");
        }
        return new VfKey(new NodeName(text.substring(0, slash)), new PciAddress(text.substring(slash + 1)));
    }

    @Override
    public int compareTo(VfKey other) {
        int byNode = node.compareTo(other.node);
        return byNode != 0 ? byNode : pci.compareTo(other.pci);
    }

    @Override
    public String toString() {
        return node + "/" + pci;
    }
}
