package io.vfledger.host;

import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.SortedTable;
import io.vfledger.lifecycle.Transition;
import io.vfledger.lifecycle.VfState;
import io.vfledger.vf.PciAddress;
import java.util.List;

/**
 * The hashes that a node's state hash is made of, kept so that an entry costs only what it changed.
 *
 * @param state what they are of
 * @param pfs of the PFs
 * @param pools of the pools
 * @param vfs of each function
 */
public record StateHashes(NodeState state, Bytes pfs, Bytes pools, SortedTable<PciAddress, Bytes> vfs) {
    private static final int FORM = 1;

    /** The hashes of a state. */
    public static StateHashes of(NodeState state) {
        SortedTable<PciAddress, Bytes> vfs = SortedTable.empty();
        for (VfState vf : state.vfs().values()) {
            vfs = vfs.with(vf.pci(), CanonicalVf.hash(vf));
        }
        return new StateHashes(state, CanonicalNode.hashOfPfs(state), CanonicalNode.hashOfPools(state), vfs);
    }

    /** The hashes of the state that those transitions lead to; equal to {@code of(after)}. */
    public StateHashes after(NodeState after, List<Transition> transitions) {
        Bytes newPfs = pfs;
        Bytes newPools = pools;
        SortedTable<PciAddress, Bytes> newVfs = vfs;
        for (Transition transition : transitions) {
            switch (transition) {
                case Transition.VfMoved moved ->
                    newVfs = withHash(newVfs, after, moved.after().pci());
                case Transition.PfsReported _, Transition.PfOrdered _ -> newPfs = CanonicalNode.hashOfPfs(after);
                case Transition.PoolsSet _ -> newPools = CanonicalNode.hashOfPools(after);
                case Transition.AgentKnown _,
                        Transition.RequestOpened _,
                        Transition.RequestClosed _,
                        Transition.SeqSeen _,
                        Transition.SilenceNoted _ -> {}
            }
        }
        return new StateHashes(after, newPfs, newPools, newVfs);
    }

    private static SortedTable<PciAddress, Bytes> withHash(
            SortedTable<PciAddress, Bytes> hashes, NodeState state, PciAddress vf) {
        return hashes.with(vf, CanonicalVf.hash(state.vfs().get(vf).orElseThrow()));
    }

    /** SHA-256 over the canonical form of the whole state. */
    public Bytes whole() {
        CanonicalWriter out = new CanonicalWriter();
        out.number(0, FORM);
        out.group(1, state, CanonicalNode::agent);
        pfs.appendTo(out);
        pools.appendTo(out);
        for (Bytes vf : vfs.values()) {
            vf.appendTo(out);
        }
        return out.sha256();
    }
}
