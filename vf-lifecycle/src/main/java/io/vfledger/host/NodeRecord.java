package io.vfledger.host;

import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.Transition;
import io.vfledger.lifecycle.VfLifecycle;
import java.util.Collection;
import java.util.Optional;

/**
 * The newest state of a node, for {@code node-state}: all but its functions, which have records of their own.
 *
 * @param head how far its journal has come
 * @param state its state
 */
public record NodeRecord(NodeHead head, NodeState state) {
    /** The whole state: with its functions, of which each has a record of its own. */
    public NodeState with(Collection<VfRecord> functions) {
        NodeState whole = state;
        for (VfRecord vf : functions) {
            whole = VfLifecycle.evolve(
                    whole, new Transition.VfMoved(Optional.of(vf.state().phase()), vf.state()));
        }
        return whole;
    }
}
