package io.vfledger.inventory.web;

import io.vfledger.vf.NodeName;

/**
 * The PF that a question is about.
 *
 * @param node its node
 * @param name its PCI address, or its interface's name
 */
record AskedPf(NodeName node, String name) {
    private static final int LONGEST_NAME = 64;

    /**
     * Reads {@code node/0000:01:00.0} or {@code node/ens1}.
     *
     * @throws BadRequest when it is neither
     */
    static AskedPf parse(String text) {
        int slash = text.indexOf('/');
        String name = text.substring(slash + 1);
        if (slash < 1 || name.isEmpty() || name.length() > LONGEST_NAME || name.indexOf('/') >= 0) {
            throw new BadRequest(
                    "pf",
                    "pf '" + Parameters.shown(text)
                            + "' is not valid: it must be node/pci or node/interface, like worker-1/ens1f0");
        }
        return new AskedPf(Parameters.node(text.substring(0, slash)), name);
    }

    @Override
    public String toString() {
        return node + "/" + name;
    }
}
