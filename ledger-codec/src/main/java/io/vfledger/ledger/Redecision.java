package io.vfledger.ledger;

import io.vfledger.host.Cause;
import io.vfledger.host.LedgerEntry;
import io.vfledger.host.StateHashes;
import io.vfledger.lifecycle.Decision;
import io.vfledger.lifecycle.DecisionTime;
import io.vfledger.lifecycle.Input;
import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.Transition;
import io.vfledger.lifecycle.VfLifecycle;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.TopicCatalogue;
import io.vfledger.vf.Pool;
import java.util.List;

/** What the present code makes of an input that was decided before. */
public final class Redecision {
    private Redecision() {}

    /**
     * Decides the input of an entry again: from the recorded state, at the recorded time.
     *
     * @param before the fold of the node's entries up to that one
     * @param recorded the entry
     * @return the entry that this code would have written, under the recorded build's name; equal to the recorded one
     *     where nothing differs
     * @throws IllegalArgumentException when the recorded input cannot be read by this build
     */
    public static LedgerEntry of(NodeState before, LedgerEntry recorded) {
        return entry(before, input(recorded.cause()), recorded);
    }

    /**
     * Decides the input of an entry again as if other pools had been in force: from the recorded state, in which these
     * take the place of those, as soon as there were any.
     *
     * @param before the fold of the node's entries up to that one
     * @param recorded the entry
     * @param pools the node's pools
     * @return the entry that this code would have written then
     * @throws IllegalArgumentException when the recorded input cannot be read by this build
     */
    public static LedgerEntry under(List<Pool> pools, NodeState before, LedgerEntry recorded) {
        NodeState instead = before.policySeq() == 0
                ? before
                : VfLifecycle.evolve(
                        before, new Transition.PoolsSet(pools, before.pfPlan().policies(), before.policySeq()));
        Input input = input(recorded.cause());
        if (input instanceof Input.NodePoolsChanged changed) {
            input = new Input.NodePoolsChanged(pools, changed.pfs());
        }
        return entry(instead, input, recorded);
    }

    private static LedgerEntry entry(NodeState before, Input input, LedgerEntry recorded) {
        Decision decision =
                VfLifecycle.decide(before, input, new DecisionTime(recorded.decidedAtMs(), recorded.nodeSeq()));
        return new LedgerEntry(
                recorded.node(),
                recorded.nodeSeq(),
                recorded.partitionSeq(),
                recorded.prevHash(),
                recorded.cause(),
                recorded.decidedAtMs(),
                decision.after().policySeq(),
                recorded.build(),
                decision.disposition(),
                decision.transitions(),
                decision.commands(),
                StateHashes.of(decision.after()).whole());
    }

    private static Input input(Cause cause) {
        return switch (cause) {
            case Cause.Fired fired -> new Input.TimerFired(fired.subject(), fired.timer());
            case Cause.Consumed consumed -> {
                Topic topic = TopicCatalogue.named(consumed.topic())
                        .orElseThrow(() ->
                                new IllegalArgumentException("topic '" + consumed.topic() + "' is not one of ours"));
                yield InputCodec.decode(RecordedBody.read(
                        topic, consumed.recordType(), consumed.schemaFingerprint(), consumed.value()));
            }
        };
    }
}
