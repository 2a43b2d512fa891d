package io.vfledger.lifecycle;

import io.vfledger.vf.Attachment;
import java.util.Optional;

/** How a function comes back: a DEL that its agent could not place, and what its node says it has taken back. */
final class ReleaseRules {
    private static final Disposition APPLIED = new Disposition.Applied();

    private ReleaseRules() {}

    static Disposition delRequested(Draft draft, Input.DelRequested del) {
        boolean waited = WaitingRules.endFor(draft, del.attachment());
        Optional<VfState> found = draft.state().vfOf(del.attachment());
        if (found.isEmpty()) {
            return waited ? APPLIED : new Disposition.Ignored("no VF is attached as " + del.attachment());
        }
        VfState vf = found.get();
        return switch (vf.phase()) {
            case HELD, ATTACHING, ATTACHED -> {
                VfSteps.release(draft, vf, ReleaseCause.CNI_DEL, "the runtime deleted the interface");
                yield APPLIED;
            }
            case DISCOVERED, RESERVED, FREE, RELEASING, QUARANTINED, LOST, GONE ->
                waited ? APPLIED : new Disposition.Ignored("VF " + vf.pci() + " is being released already");
        };
    }

    static Disposition released(Draft draft, Outcome.VfReleased released) {
        Optional<VfState> found = draft.state().vfs().get(released.vf());
        if (found.isEmpty()) {
            return Fencing.unknownVf(released.vf());
        }
        VfState vf = found.get();
        Optional<Disposition> stale = AdoptionRules.isOf(vf, released)
                ? Optional.empty()
                : Fencing.staleEpoch(vf, released.fence()).or(() -> otherAttachment(vf, released.attachment()));
        if (stale.isPresent()) {
            return stale.get();
        }
        return switch (vf.phase()) {
            case RELEASING -> settle(draft, vf, released);
            case ATTACHED -> settle(draft, isUndone(vf, released) ? passedBy(draft, vf, released) : vf, released);
            case HELD, ATTACHING -> settle(draft, passedBy(draft, vf, released), released);
            case DISCOVERED, RESERVED, FREE, QUARANTINED, LOST, GONE ->
                new Disposition.Ignored("VF " + vf.pci() + " is " + vf.phase() + " and belongs to nobody");
        };
    }

    /** Its ADD came to nothing after all, its caller was gone: its pod has nothing of it, and will ask again. */
    private static boolean isUndone(VfState vf, Outcome.VfReleased released) {
        return released.cause().isOfFailedAdd()
                && vf.owner().filter(Ownership::kept).isPresent();
    }

    private static Optional<Disposition> otherAttachment(VfState vf, Optional<Attachment> attachment) {
        Optional<Attachment> has = vf.owner().flatMap(Ownership::attachment);
        return attachment
                .filter(was -> has.isPresent() && !has.get().equals(was))
                .map(was -> new Disposition.Ignored(
                        "VF " + vf.pci() + " is " + has.orElseThrow() + ", not " + was + ", which was released"));
    }

    /** The node took it back by itself before it was asked: the step in between is written too. */
    private static VfState passedBy(Draft draft, VfState vf, Outcome.VfReleased released) {
        return VfMove.of(draft, vf)
                .to(VfPhase.RELEASING, "taken back by its node")
                .cause(released.cause())
                .record();
    }

    private static Disposition settle(Draft draft, VfState vf, Outcome.VfReleased released) {
        VfFacts facts = vf.facts().returned(released.attributes(), released.rebased());
        if (!released.clean()) {
            VfSteps.quarantine(
                    draft,
                    vf,
                    facts,
                    "not clean after release (" + released.cause() + "): " + Fencing.listed(released.differences()));
            return APPLIED;
        }
        Optional<Ownership> kept = vf.owner()
                .filter(Ownership::kept)
                .filter(owner -> owner.demand().isPresent())
                .filter(owner -> vf.cause().filter(ReleaseCause::isOfFailedAdd).isPresent());
        if (kept.isPresent()) {
            HoldSteps.hold(
                    draft,
                    vf,
                    kept.get().heldAgain(),
                    facts.verified(released.attributes()),
                    "held again: the ADD came to nothing, and its pod is there");
            return APPLIED;
        }
        VfMove.of(draft, vf)
                .to(
                        VfPhase.FREE,
                        "released (" + released.cause() + ") and read back clean"
                                + (released.rebased() ? "; bound anew, its baseline is renewed" : ""))
                .facts(facts.verified(released.attributes()))
                .record();
        return APPLIED;
    }
}
