package io.vfledger.lifecycle;

import io.vfledger.vf.Attachment;
import io.vfledger.vf.Demand;
import io.vfledger.vf.Incarnation;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.Pool;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.RequestId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The present of a node: the fold of its transitions.
 *
 * @param node its name
 * @param incarnation the life of its agent that speaks for it; empty before the first
 * @param simulated whether its NICs are made up
 * @param dedupe which records of its agent were seen
 * @param pfs its PFs as last reported
 * @param poolTable its pools, and which function belongs to which
 * @param requests what is not settled yet
 * @param vfs its functions, also those that are gone
 */
public record NodeState(
        NodeName node,
        Optional<Incarnation> incarnation,
        boolean simulated,
        DedupeWindow dedupe,
        SortedTable<PciAddress, PfInfo> pfs,
        PoolTable poolTable,
        SortedTable<RequestId, OpenRequest> requests,
        SortedTable<PciAddress, VfState> vfs) {

    /** A node that nothing is known about. */
    public static NodeState unknown(NodeName node) {
        return new NodeState(
                node,
                Optional.empty(),
                false,
                DedupeWindow.EMPTY,
                SortedTable.empty(),
                PoolTable.EMPTY,
                SortedTable.empty(),
                SortedTable.empty());
    }

    /** The pools in the order in which functions are matched to them. */
    public List<Pool> pools() {
        return poolTable.pools();
    }

    /** node_seq of the entry that set the pools; 0 before any. */
    public long policySeq() {
        return poolTable.policySeq();
    }

    /** The pool that a function belongs to. */
    public Optional<PoolName> poolOf(PciAddress vf) {
        return poolTable.members().get(vf);
    }

    /** The functions of a pool that may be given, in the order of their addresses. */
    List<VfState> freeIn(PoolName pool) {
        List<VfState> free = new ArrayList<>();
        List<PciAddress> pooled = poolTable.members().keys();
        List<PoolName> pools = poolTable.members().values();
        int next = 0;
        // Both tables have the same order, and every member is one of the functions: one walk meets them all.
        for (VfState vf : vfs.values()) {
            if (next < pooled.size() && pooled.get(next).equals(vf.pci())) {
                if (vf.phase() == VfPhase.FREE
                        && vf.facts().healthy()
                        && pools.get(next).equals(pool)) {
                    free.add(vf);
                }
                next++;
            }
        }
        return free;
    }

    /** The pool of that name. */
    public Optional<Pool> pool(PoolName name) {
        return poolTable.named(name);
    }

    /** The function that is, becomes or is being parted from that interface. */
    public Optional<VfState> vfOf(Attachment attachment) {
        for (VfState vf : vfs.values()) {
            if (vf.owner().isPresent() && vf.owner().get().isOf(attachment)) {
                return Optional.of(vf);
            }
        }
        return Optional.empty();
    }

    /** The function that fulfils that demand. */
    public Optional<VfState> vfOf(Demand demand) {
        for (VfState vf : vfs.values()) {
            if (vf.owner().isPresent() && vf.owner().get().fulfils(demand)) {
                return Optional.of(vf);
            }
        }
        return Optional.empty();
    }

    NodeState withVf(VfState vf) {
        PoolTable table = vfs.get(vf.pci())
                        .filter(before ->
                                before.facts().traits().equals(vf.facts().traits()))
                        .isPresent()
                ? poolTable
                : poolTable.withMember(vf.facts().traits());
        return new NodeState(node, incarnation, simulated, dedupe, pfs, table, requests, vfs.with(vf.pci(), vf));
    }

    NodeState withAgent(Transition.AgentKnown known) {
        boolean sameMachine = incarnation
                .filter(old -> !old.machineId().equals(known.incarnation().machineId()))
                .isEmpty();
        return new NodeState(
                node,
                Optional.of(known.incarnation()),
                known.simulated(),
                sameMachine ? dedupe : DedupeWindow.EMPTY,
                pfs,
                poolTable,
                requests,
                vfs);
    }

    NodeState withDedupe(DedupeWindow window) {
        return new NodeState(node, incarnation, simulated, window, pfs, poolTable, requests, vfs);
    }

    NodeState withPfs(SortedTable<PciAddress, PfInfo> reported) {
        return new NodeState(node, incarnation, simulated, dedupe, reported, poolTable, requests, vfs);
    }

    NodeState withPools(PoolTable table) {
        return new NodeState(node, incarnation, simulated, dedupe, pfs, table, requests, vfs);
    }

    NodeState withRequests(SortedTable<RequestId, OpenRequest> open) {
        return new NodeState(node, incarnation, simulated, dedupe, pfs, poolTable, open, vfs);
    }
}
