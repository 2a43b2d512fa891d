package io.vfledger.vfctl.evidence;

import io.vfledger.vf.NodeName;
import io.vfledger.vfctl.Refusal;

/**
 * Which entry of the ledger is meant.
 *
 * @param node whose
 * @param nodeSeq its number, 1 or more
 */
record EntryName(NodeName node, long nodeSeq) {
    /**
     * Reads {@code NODE/NUMBER}.
     *
     * @throws Refusal when it is something else
     */
    static EntryName parse(String text) {
        int slash = text.lastIndexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("[1-9][0-9]{0,17}")) {
            throw new Refusal("entry '" + text + "' is not valid: allowed is NODE/NUMBER, such as worker-1/17");
        }
        try {
            return new EntryName(new NodeName(text.substring(0, slash)), Long.parseLong(text.substring(slash + 1)));
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String toString() {
        return node + "/" + nodeSeq;
    }
}
