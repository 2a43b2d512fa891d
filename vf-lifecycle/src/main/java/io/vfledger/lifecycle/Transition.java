package io.vfledger.lifecycle;

import io.vfledger.vf.Incarnation;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.PfPolicy;
import io.vfledger.vf.Pool;
import io.vfledger.vf.RequestId;
import java.util.List;
import java.util.Optional;

/** One step of the state of a node, whole: what it changes is replaced, never computed. */
public sealed interface Transition {
    /**
     * A function moved to another phase, or something about it changed.
     *
     * @param from the phase before; empty for a function that was not known
     * @param after all that is known about it from here on
     */
    record VfMoved(Optional<VfPhase> from, VfState after) implements Transition {}

    /** All PFs of the node from here on. */
    record PfsReported(List<PfInfo> pfs) implements Transition {
        public PfsReported {
            pfs = List.copyOf(pfs);
        }
    }

    /**
     * This life of the agent speaks for the node from here on. Another machine id, or a
     * counter that did not rise, clears the dedupe window.
     *
     * @param simulated whether its NICs are made up
     */
    record AgentKnown(Incarnation incarnation, boolean simulated) implements Transition {}

    /**
     * All pools of the node from here on, and how its PFs shall be.
     *
     * @param pfs the policies for its PFs
     * @param policySeq node_seq of the entry that sets them
     */
    record PoolsSet(List<Pool> pools, List<PfPolicy> pfs, long policySeq) implements Transition {
        public PoolsSet {
            pools = List.copyOf(pools);
            pfs = List.copyOf(pfs);
        }
    }

    /** What is asked of a PF from here on, or what became of it. */
    record PfOrdered(PfOrder order) implements Transition {}

    /** A request is being served, or waits; in place of an earlier state of the same. */
    record RequestOpened(OpenRequest request) implements Transition {}

    /** A request was settled. */
    record RequestClosed(RequestId request) implements Transition {}

    /**
     * Records of that life of the agent, from that source, were seen up to this one.
     *
     * @param counter the incarnation's counter
     */
    record SeqSeen(long counter, Source source, long agentSeq) implements Transition {}

    /** The node leaves commands unanswered from here on, or counts as silent; empty: it is heard again. */
    record SilenceNoted(Optional<Silence> silence) implements Transition {}
}
