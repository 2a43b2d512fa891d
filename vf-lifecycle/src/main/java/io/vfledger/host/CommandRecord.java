package io.vfledger.host;

import io.vfledger.lifecycle.Command;
import io.vfledger.vf.NodeName;

/**
 * One record of the commands topic.
 *
 * @param node whose agent shall act
 * @param nodeSeq of the entry that gave it
 * @param index its place in that entry, from 0
 * @param decidedAtMs when that entry was decided, milliseconds since 1970 UTC
 * @param command what shall be done
 */
public record CommandRecord(NodeName node, long nodeSeq, int index, long decidedAtMs, Command command) {
    /** {@code node/nodeSeq/index}: unique for ever, and the same whenever it is sent again. */
    public String id() {
        return id(node, nodeSeq, index);
    }

    /** The id of the n-th command of an entry. */
    public static String id(NodeName node, long nodeSeq, int index) {
        return node + "/" + nodeSeq + "/" + index;
    }
}
