package io.vfledger.lifecycle;

import io.vfledger.vf.AgentStamp;
import io.vfledger.vf.VfSettings;
import java.util.List;
import java.util.Optional;

/** What the node did as it was asked. */
final class OutcomeRules {
    private static final Disposition APPLIED = new Disposition.Applied();

    private OutcomeRules() {}

    static Disposition held(Draft draft, Outcome.VfHeld held) {
        Optional<VfState> found = draft.state().vfs().get(held.vf());
        if (found.isEmpty()) {
            return Fencing.unknownVf(held.vf());
        }
        VfState vf = found.get();
        Optional<Disposition> stale = Fencing.stale(vf, held.fence());
        if (stale.isPresent()) {
            return stale.get();
        }
        if (vf.phase() != VfPhase.HELD) {
            return new Disposition.Ignored("VF " + vf.pci() + " is " + vf.phase() + ", not held");
        }
        VfMove.of(draft, vf)
                .settled()
                .prepared()
                .facts(vf.facts().read(held.attributes()))
                .record();
        return APPLIED;
    }

    static Disposition attached(Draft draft, Outcome.VfAttached attached) {
        Optional<VfState> found = draft.state().vfs().get(attached.vf());
        if (found.isEmpty()) {
            return Fencing.unknownVf(attached.vf());
        }
        VfState vf = found.get();
        if (attached.adopted()) {
            return AdoptionRules.attached(draft, vf, attached);
        }
        boolean late = isLateNews(vf, attached);
        Optional<Disposition> unfit = (late ? Optional.<Disposition>empty() : Fencing.stale(vf, attached.fence()))
                .or(() -> clash(draft, vf, attached));
        if (unfit.isPresent()) {
            return unfit.get();
        }
        if (late) {
            VfMove.of(draft, vf)
                    .owner(owner(draft, vf, attached))
                    .facts(vf.facts().read(attached.attributes()))
                    .record();
            return APPLIED;
        }
        return switch (vf.phase()) {
            case HELD, ATTACHING -> {
                VfMove.of(draft, vf)
                        .to(VfPhase.ATTACHED, "attached and read back")
                        .owner(owner(draft, vf, attached))
                        .facts(vf.facts().read(attached.attributes()))
                        .record();
                lookAgainWhereOvertaken(draft, attached.stamp());
                yield APPLIED;
            }
            case DISCOVERED, RESERVED, FREE, ATTACHED, RELEASING, QUARANTINED, LOST, GONE ->
                new Disposition.Ignored("VF " + vf.pci() + " is " + vf.phase() + ", not being attached");
        };
    }

    /** What the node saw after it may have been decided before it, when it was of no account yet, and is not told again. */
    private static void lookAgainWhereOvertaken(Draft draft, AgentStamp stamp) {
        draft.state()
                .dedupe()
                .lastSeen(stamp.incarnation().counter(), Source.INVENTORY)
                .filter(last -> last > stamp.agentSeq())
                .ifPresent(last -> draft.askInventory(
                        "agent_seq " + last + " of the inventory was decided before outcome " + stamp.agentSeq()));
    }

    /** Whatever was attached must be what was asked for, or nobody else's. */
    private static Optional<Disposition> clash(Draft draft, VfState vf, Outcome.VfAttached attached) {
        boolean otherThanAsked = vf.owner()
                .flatMap(Ownership::attachment)
                .filter(asked -> !asked.equals(attached.attachment()))
                .isPresent();
        boolean anotherHasIt = draft.state()
                .vfOf(attached.attachment())
                .filter(other -> !other.pci().equals(vf.pci()))
                .isPresent();
        return otherThanAsked || anotherHasIt
                ? Optional.of(new Disposition.Ignored(
                        "VF " + vf.pci() + " was not to become interface " + attached.attachment()))
                : Optional.empty();
    }

    /** It was attached after all, when it had been asked back for its silence: the executor will say that it is in use. */
    private static boolean isLateNews(VfState vf, Outcome.VfAttached attached) {
        return vf.phase() == VfPhase.RELEASING
                && vf.fence().epoch().equals(attached.fence().epoch())
                && vf.cause()
                        .filter(cause -> switch (cause) {
                            case DEADLINE ->
                                vf.owner()
                                        .filter(owner -> owner.isOf(attached.attachment()))
                                        .isPresent();
                            case HOLD_EXPIRED -> mayHaveTaken(vf, attached);
                            case CNI_DEL,
                                    CNI_GC,
                                    ADD_FAILED,
                                    RECLAIMED_BY_ADD,
                                    NAMESPACE_GONE,
                                    REBOOT,
                                    RECONCILIATION,
                                    DRAIN -> false;
                        })
                        .isPresent();
    }

    /** A pod took its hold while that was asked back. */
    private static boolean mayHaveTaken(VfState vf, Outcome.VfAttached attached) {
        return vf.owner()
                .filter(owner -> owner.attachment().isEmpty() || owner.isOf(attached.attachment()))
                .filter(owner ->
                        attached.pod().isEmpty() || owner.isOfPod(attached.pod().get()))
                .isPresent();
    }

    private static Ownership owner(Draft draft, VfState vf, Outcome.VfAttached attached) {
        Optional<Ownership> before = vf.owner();
        return new Ownership(
                Optional.of(attached.attachment()),
                HoldRules.taken(
                        draft,
                        vf,
                        attached.attachment(),
                        before.flatMap(Ownership::pod).or(attached::pod)),
                attached.pod().or(() -> before.flatMap(Ownership::pod)),
                Optional.of(attached.netns()),
                attached.ips(),
                attached.request().or(() -> before.flatMap(Ownership::request)),
                before.map(Ownership::settings).orElse(VfSettings.NONE),
                0,
                attached.adopted(),
                before.filter(Ownership::kept).isPresent());
    }

    static Disposition verified(Draft draft, Outcome.VfVerified verified) {
        Optional<VfState> found = draft.state().vfs().get(verified.vf());
        if (found.isEmpty()) {
            return Fencing.unknownVf(verified.vf());
        }
        VfState vf = found.get();
        if (contradicts(vf, verified)) {
            draft.askInventory("VF " + vf.pci() + " is " + vf.phase() + ", and its node has read it unused at home");
            return APPLIED;
        }
        Optional<Disposition> stale = Fencing.stale(vf, verified.fence());
        if (stale.isPresent()) {
            return stale.get();
        }
        return switch (vf.phase()) {
            case DISCOVERED, FREE -> verdict(draft, vf, verified);
            case QUARANTINED -> quarantineVerdict(draft, vf, verified);
            case ATTACHED -> {
                if (vf.pending().isEmpty()) {
                    yield new Disposition.Ignored("VF " + vf.pci() + " is with its owner; nothing was asked of it");
                }
                DriftRules.verified(draft, vf, verified);
                yield APPLIED;
            }
            case RESERVED, HELD, ATTACHING, RELEASING, LOST, GONE ->
                new Disposition.Ignored("VF " + vf.pci() + " is " + vf.phase() + ", which needs no verifying");
        };
    }

    /** Its node may take it for told that nobody has the function, which was seen with somebody before or since. */
    private static boolean contradicts(VfState vf, Outcome.VfVerified verified) {
        boolean used = vf.phase() == VfPhase.RESERVED
                || (vf.phase() == VfPhase.ATTACHED
                        && vf.owner().filter(Ownership::adopted).isPresent());
        return used && verified.clean() && verified.hostUse().isEmpty();
    }

    private static Disposition verdict(Draft draft, VfState vf, Outcome.VfVerified verified) {
        if (verified.hostUse().isPresent()) {
            InventoryRules.reserve(draft, vf, verified.hostUse().get());
        } else if (verified.clean()) {
            free(draft, vf, verified);
        } else {
            VfSteps.quarantine(
                    draft,
                    vf,
                    vf.facts().returned(verified.attributes(), verified.rebased()),
                    "not clean: " + Fencing.listed(verified.differences()));
        }
        return APPLIED;
    }

    private static Disposition quarantineVerdict(Draft draft, VfState vf, Outcome.VfVerified verified) {
        // A PF that the host has taken into use is the host's again, however it is.
        boolean hosts = vf.isPf() && verified.hostUse().isPresent();
        if (hosts || (verified.clean() && verified.hostUse().isEmpty())) {
            free(draft, vf, verified);
            return APPLIED;
        }
        List<String> why = verified.hostUse().map(List::of).orElse(verified.differences());
        VfMove.of(draft, vf)
                .settled()
                .because(QuarantineLadder.reason(vf, "still not clean: " + Fencing.listed(why)))
                .facts(QuarantineLadder.facts(
                        vf.facts().returned(verified.attributes(), verified.rebased()), vf.attempts()))
                .record();
        return APPLIED;
    }

    private static void free(Draft draft, VfState vf, Outcome.VfVerified verified) {
        VfFacts facts = verified.rebased()
                ? vf.facts().rebased(verified.attributes())
                : vf.facts().verified(verified.attributes());
        if (vf.phase() == VfPhase.FREE) {
            VfMove.of(draft, vf).settled().facts(facts).record();
            return;
        }
        VfMove.of(draft, vf)
                .to(VfPhase.FREE, verified.rebased() ? "bound anew and verified; its baseline is renewed" : "verified")
                .facts(facts)
                .record();
    }

    static Disposition recovered(Draft draft, Outcome.VfRecovered recovered) {
        Optional<VfState> found = draft.state().vfs().get(recovered.vf());
        if (found.isEmpty()) {
            return Fencing.unknownVf(recovered.vf());
        }
        VfState vf = found.get();
        Optional<Disposition> stale = Fencing.stale(vf, recovered.fence());
        if (stale.isPresent()) {
            return stale.get();
        }
        VfFacts facts = vf.facts().returned(recovered.attributes(), recovered.rebased());
        switch (vf.phase()) {
            case LOST -> {
                VfSteps.quarantine(draft, vf, facts, "found again; to be verified");
                VfSteps.verifyAgain(draft, draft.state().vfs().get(vf.pci()).orElseThrow(), 1);
            }
            case QUARANTINED ->
                VfSteps.verifyAgain(draft, VfMove.of(draft, vf).facts(facts).record(), vf.attempts());
            case DISCOVERED, RESERVED, FREE, HELD, ATTACHING, ATTACHED, RELEASING, GONE -> {
                return new Disposition.Ignored("VF " + vf.pci() + " is " + vf.phase() + ", not lost");
            }
        }
        return APPLIED;
    }
}
