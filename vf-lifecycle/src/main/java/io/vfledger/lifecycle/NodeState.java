package io.vfledger.lifecycle;

import io.vfledger.vf.Attachment;
import io.vfledger.vf.Chooser;
import io.vfledger.vf.Demand;
import io.vfledger.vf.DriftPolicy;
import io.vfledger.vf.Incarnation;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.Pool;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.ReleaseMode;
import io.vfledger.vf.RequestId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The present of a node: the fold of its transitions.
 *
 * @param node its name
 * @param incarnation the life of its agent that speaks for it; empty before the first
 * @param endedLives the lives before it, the oldest first; at most {@link DedupeWindow#INCARNATIONS}
 * @param simulated whether its NICs are made up
 * @param silence whether it leaves commands unanswered; empty while it is heard
 * @param dedupe which records of its agent were seen
 * @param pfs its PFs as last reported
 * @param poolTable its pools, and which function belongs to which
 * @param pfPlan how its PFs shall be, and what was asked of them
 * @param requests what is not settled yet
 * @param vfs its functions, also those that are gone
 */
public record NodeState(
        NodeName node,
        Optional<Incarnation> incarnation,
        List<Incarnation> endedLives,
        boolean simulated,
        Optional<Silence> silence,
        DedupeWindow dedupe,
        SortedTable<PciAddress, PfInfo> pfs,
        PoolTable poolTable,
        PfPlan pfPlan,
        SortedTable<RequestId, OpenRequest> requests,
        SortedTable<PciAddress, VfState> vfs) {
    public NodeState {
        endedLives = List.copyOf(endedLives);
    }

    /** A node that nothing is known about. */
    public static NodeState unknown(NodeName node) {
        return new NodeState(
                node,
                Optional.empty(),
                List.of(),
                false,
                Optional.empty(),
                DedupeWindow.EMPTY,
                SortedTable.empty(),
                PoolTable.EMPTY,
                PfPlan.EMPTY,
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

    /** How the function is made clean, where its pool says; a PF bound anew, or reset, would lose its VFs. */
    Optional<ReleaseMode> releaseModeOf(PciAddress vf) {
        if (vfs.get(vf).filter(VfState::isPf).isPresent()) {
            return Optional.of(ReleaseMode.COMPARE);
        }
        return poolOf(vf).flatMap(this::pool).flatMap(Pool::release);
    }

    /** What is done when somebody changes the function by hand. */
    DriftPolicy driftOf(PciAddress vf) {
        return poolOf(vf).flatMap(this::pool).map(Pool::drift).orElse(DriftPolicy.RECORD);
    }

    /** Whether the node has a PF of that interface name. */
    boolean hasPf(InterfaceName name) {
        Optional<InterfaceName> asked = Optional.of(name);
        return pfs.values().stream().anyMatch(pf -> pf.netdev().equals(asked))
                || vfs.values().stream()
                        .anyMatch(vf -> vf.phase() != VfPhase.GONE
                                && vf.facts().traits().pfName().equals(asked));
    }

    /**
     * The functions that a request may be about, in the order of their addresses.
     *
     * @param pool their pool; empty: any whose functions the allocator chooses
     * @param pf their PF; empty: any
     */
    List<VfState> vfsIn(Optional<PoolName> pool, Optional<InterfaceName> pf) {
        List<VfState> found = new ArrayList<>();
        List<PciAddress> pooled = poolTable.members().keys();
        List<PoolName> poolOf = poolTable.members().values();
        int next = 0;
        // Both tables have the same order, and every member is one of the functions: one walk meets them all.
        for (VfState vf : vfs.values()) {
            if (next < pooled.size() && pooled.get(next).equals(vf.pci())) {
                boolean inPool =
                        pool.isPresent() ? poolOf.get(next).equals(pool.get()) : isAllocators(poolOf.get(next));
                if (inPool && (pf.isEmpty() || vf.facts().traits().pfName().equals(pf))) {
                    found.add(vf);
                }
                next++;
            }
        }
        return found;
    }

    private boolean isAllocators(PoolName name) {
        return pool(name).filter(pool -> pool.chooser() == Chooser.ALLOCATOR).isPresent();
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
        return new NodeState(
                node,
                incarnation,
                endedLives,
                simulated,
                silence,
                dedupe,
                pfs,
                table,
                pfPlan,
                requests,
                vfs.with(vf.pci(), vf));
    }

    NodeState withAgent(Transition.AgentKnown known) {
        Incarnation now = known.incarnation();
        boolean counts = incarnation
                .filter(old -> !old.machineId().equals(now.machineId()) || old.counter() >= now.counter())
                .isEmpty();
        return new NodeState(
                node,
                Optional.of(now),
                incarnation.filter(old -> !old.equals(now)).map(this::endedWith).orElse(endedLives),
                known.simulated(),
                silence,
                counts ? dedupe : DedupeWindow.EMPTY,
                pfs,
                poolTable,
                pfPlan,
                requests,
                vfs);
    }

    private List<Incarnation> endedWith(Incarnation life) {
        List<Incarnation> lives = new ArrayList<>(endedLives);
        lives.remove(life);
        lives.add(life);
        return lives.subList(Math.max(0, lives.size() - DedupeWindow.INCARNATIONS), lives.size());
    }

    NodeState withDedupe(DedupeWindow window) {
        return new NodeState(
                node, incarnation, endedLives, simulated, silence, window, pfs, poolTable, pfPlan, requests, vfs);
    }

    NodeState withSilence(Optional<Silence> noted) {
        return new NodeState(
                node, incarnation, endedLives, simulated, noted, dedupe, pfs, poolTable, pfPlan, requests, vfs);
    }

    NodeState withPfs(SortedTable<PciAddress, PfInfo> reported) {
        return new NodeState(
                node, incarnation, endedLives, simulated, silence, dedupe, reported, poolTable, pfPlan, requests, vfs);
    }

    NodeState withPools(PoolTable table) {
        return new NodeState(
                node, incarnation, endedLives, simulated, silence, dedupe, pfs, table, pfPlan, requests, vfs);
    }

    NodeState withPfPlan(PfPlan plan) {
        return new NodeState(
                node, incarnation, endedLives, simulated, silence, dedupe, pfs, poolTable, plan, requests, vfs);
    }

    NodeState withRequests(SortedTable<RequestId, OpenRequest> open) {
        return new NodeState(
                node, incarnation, endedLives, simulated, silence, dedupe, pfs, poolTable, pfPlan, open, vfs);
    }
}
