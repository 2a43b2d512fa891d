package io.vfledger.inventory.projection;

import io.vfledger.vf.NodeName;
import io.vfledger.vf.PfPolicy;
import io.vfledger.vf.Pool;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The present of a node beside its functions, as the allocator has it.
 *
 * @param node its name
 * @param nodeSeq last entry
 * @param headHash that entry's hash, in hex
 * @param decidedAt that entry's decision time
 * @param agent the life of its agent that speaks for it
 * @param simulated its NICs are a simulation
 * @param silentSince since when it leaves commands unanswered and says nothing else; empty while it does not count as silent
 * @param pfs as last reported
 * @param pools in force
 * @param pfPolicies how its PFs shall be
 * @param pfOrders what was last asked of its PFs
 * @param openRequests how many are not settled
 */
public record NodeDecided(
        NodeName node,
        long nodeSeq,
        String headHash,
        Instant decidedAt,
        AgentLife agent,
        boolean simulated,
        Optional<Instant> silentSince,
        List<Pf> pfs,
        List<Pool> pools,
        List<PfPolicy> pfPolicies,
        List<PfOrdered> pfOrders,
        int openRequests) {
    public NodeDecided {
        pfs = List.copyOf(pfs);
        pools = List.copyOf(pools);
        pfPolicies = List.copyOf(pfPolicies);
        pfOrders = List.copyOf(pfOrders);
    }

    /**
     * A life of a node's agent.
     *
     * @param incarnation 1 is the first; 0: none was seen
     * @param bootId the kernel's boot id
     * @param machineId the machine's id
     */
    public record AgentLife(long incarnation, String bootId, String machineId) {}
}
