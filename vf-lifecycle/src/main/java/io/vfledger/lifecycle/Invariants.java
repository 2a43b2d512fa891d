package io.vfledger.lifecycle;

import io.vfledger.vf.Attachment;
import io.vfledger.vf.Demand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks for what must never be so; used by tests, simulation, replay and verification. */
public final class Invariants {
    private Invariants() {}

    /** Checks what one input led to against the state it was decided in. */
    public static List<Violation> of(NodeState before, Input input, Decision decision) {
        List<Violation> found = of(before, decision);
        boolean told = decision.commands().stream().anyMatch(Command.RequestRefused.class::isInstance);
        if (input instanceof Input.AddRequested add && decision.disposition() instanceof Disposition.Refused && !told) {
            found.add(new Violation(
                    Violation.Invariant.REFUSAL_HAS_REASON,
                    "request " + add.ask().request() + " was not told"));
        }
        return found;
    }

    /** Checks one decision against the state it was made in. */
    public static List<Violation> of(NodeState before, Decision decision) {
        List<Violation> found = new ArrayList<>();
        NodeState folded = before;
        for (Transition transition : decision.transitions()) {
            found.addAll(of(folded, transition));
            folded = VfLifecycle.evolve(folded, transition);
        }
        if (!folded.equals(decision.after())) {
            found.add(new Violation(Violation.Invariant.STATE_IS_FOLD, "node " + before.node()));
        }
        if (decision.disposition() instanceof Disposition.Refused refused) {
            if (refused.reason().isBlank()) {
                found.add(new Violation(Violation.Invariant.REFUSAL_HAS_REASON, refused.toString()));
            }
        }
        found.addAll(of(decision.after()));
        return found;
    }

    /** Checks one step against the state it is applied to. */
    public static List<Violation> of(NodeState before, Transition transition) {
        return switch (transition) {
            case Transition.VfMoved moved -> ofMove(before, moved);
            case Transition.PfsReported _,
                    Transition.PfOrdered _,
                    Transition.AgentKnown _,
                    Transition.PoolsSet _,
                    Transition.RequestOpened _,
                    Transition.RequestClosed _,
                    Transition.SeqSeen _,
                    Transition.SilenceNoted _ -> List.of();
        };
    }

    private static List<Violation> ofMove(NodeState before, Transition.VfMoved moved) {
        List<Violation> found = new ArrayList<>();
        VfState after = moved.after();
        Optional<VfState> known = before.vfs().get(after.pci());
        boolean legal = known.isEmpty()
                ? moved.from().isEmpty() && after.phase() == VfPhase.DISCOVERED
                : moved.from().equals(known.map(VfState::phase))
                        && known.get().phase().mayBecome(after.phase());
        if (!legal) {
            found.add(new Violation(
                    Violation.Invariant.LEGAL_PHASE,
                    after.pci() + ": said to go from " + moved.from() + ", was " + known.map(VfState::phase)
                            + ", goes to " + after.phase()));
        }
        if (known.isPresent() && after.fence().compareTo(known.get().fence()) < 0) {
            found.add(new Violation(
                    Violation.Invariant.FENCE_NEVER_FALLS,
                    after.pci() + ": " + known.get().fence() + " to " + after.fence()));
        }
        return found;
    }

    /** Checks a state by itself. */
    public static List<Violation> of(NodeState state) {
        List<Violation> found = new ArrayList<>();
        Map<Demand, VfState> byDemand = new HashMap<>();
        Map<Attachment, VfState> byAttachment = new HashMap<>();
        for (VfState vf : state.vfs().values()) {
            if (vf.phase().isOwned() != vf.owner().isPresent()
                    || (vf.phase() == VfPhase.RELEASING) != vf.cause().isPresent()) {
                found.add(new Violation(
                        Violation.Invariant.ONE_OWNER_PER_VF,
                        vf.pci() + " is " + vf.phase() + " with " + vf.owner() + " and cause " + vf.cause()));
            }
            boolean kept = vf.owner().filter(Ownership::kept).isPresent();
            boolean known = vf.owner()
                    .filter(owner -> owner.pod().isPresent() && owner.demand().isPresent())
                    .isPresent();
            if (kept && !known) {
                found.add(new Violation(
                        Violation.Invariant.HOLD_HAS_POD, vf.pci() + " is held ahead of time for " + vf.owner()));
            }
            if (isPending(vf.phase()) && vf.timer().isEmpty()) {
                found.add(new Violation(
                        Violation.Invariant.PENDING_HAS_TIMER, vf.pci() + " is " + vf.phase() + " without a timer"));
            }
            vf.owner().flatMap(Ownership::demand).ifPresent(demand -> twice(found, byDemand.put(demand, vf), vf));
            vf.owner()
                    .flatMap(Ownership::attachment)
                    .ifPresent(attachment -> twice(found, byAttachment.put(attachment, vf), vf));
            besideWholePf(state, vf).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<Violation> besideWholePf(NodeState state, VfState vf) {
        boolean given = !vf.isPf()
                && isGivenByLedger(vf)
                && state.vfs()
                        .get(vf.facts().traits().pf())
                        .filter(Invariants::isGivenByLedger)
                        .isPresent();
        return given
                ? Optional.of(new Violation(
                        Violation.Invariant.WHOLE_PF_ALONE,
                        vf.pci() + " is " + vf.phase() + " while its PF is given as a whole"))
                : Optional.empty();
    }

    private static boolean isGivenByLedger(VfState function) {
        return function.owner().filter(owner -> !owner.adopted()).isPresent();
    }

    private static boolean isPending(VfPhase phase) {
        return switch (phase) {
            case DISCOVERED, HELD, ATTACHING, RELEASING, QUARANTINED, LOST -> true;
            case RESERVED, FREE, ATTACHED, GONE -> false;
        };
    }

    private static void twice(List<Violation> found, @Nullable VfState other, VfState vf) {
        if (other != null) {
            found.add(new Violation(
                    Violation.Invariant.ONE_VF_PER_DEMAND,
                    other.pci() + " and " + vf.pci() + " are both for "
                            + vf.owner().orElseThrow()));
        }
    }
}
