package io.vfledger.inventory.projection;

import io.vfledger.vf.NodeName;
import java.time.Instant;
import java.util.List;

/**
 * What a node's agent itself last said of its node.
 *
 * @param node its name
 * @param incarnation life of the agent that said it
 * @param build version of that agent; empty where it tells none
 * @param kernelRelease {@code uname -r}; empty until AgentStarted was seen
 * @param simulated its NICs are a simulation
 * @param pfs as last reported
 * @param vfCount functions as last reported
 * @param lastSeen the node's own clock at its last inventory record
 */
public record NodeReported(
        NodeName node,
        long incarnation,
        String build,
        String kernelRelease,
        boolean simulated,
        List<Pf> pfs,
        int vfCount,
        Instant lastSeen) {
    public NodeReported {
        pfs = List.copyOf(pfs);
    }

    /** A node of which nothing is known yet. */
    public static NodeReported unknown(NodeName node) {
        return new NodeReported(node, 0, "", "", false, List.of(), 0, Instant.EPOCH);
    }
}
