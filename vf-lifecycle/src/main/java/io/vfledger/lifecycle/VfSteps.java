package io.vfledger.lifecycle;

import io.vfledger.vf.Baseline;
import io.vfledger.vf.ReleaseMode;
import io.vfledger.vf.VfAttributes;
import java.util.Optional;

/** Steps that several rules take: a transition together with the command that belongs to it. */
final class VfSteps {
    private VfSteps() {}

    /** Gives the function to the asker: FREE or HELD to ATTACHING. */
    static void assign(Draft draft, VfState vf, AddAsk ask, String why) {
        long now = draft.time().ms();
        Ownership owner = takenBy(ask, vf);
        long deadline = Math.min(ask.deadlineMs(), now + LifecycleTimes.MAX_DEADLINE_MS);
        VfMove move = VfMove.of(draft, vf)
                .to(VfPhase.ATTACHING, why)
                .owner(owner)
                .timerIn(deadline - now + LifecycleTimes.ATTACH_GRACE_MS);
        VfState after = (vf.phase() == VfPhase.HELD ? move.nextVersion() : move.nextEpoch()).record();
        draft.record(new Transition.RequestOpened(
                new OpenRequest(ask, vf.pci(), false, now, draft.time().timerIn(deadline - now))));
        draft.send(new Command.AssignVf(
                vf.pci(),
                after.fence(),
                ask.request(),
                ask.attachment(),
                owner.demand().orElseGet(ask::demand),
                owner.pod(),
                ask.netns(),
                ask.settings(),
                baselineOf(vf),
                draft.state().releaseModeOf(vf.pci()),
                ask.deadlineMs()));
    }

    /** Who takes what was held for a demand fulfils that demand, from here on under the interface's name. */
    private static Ownership takenBy(AddAsk ask, VfState vf) {
        Ownership asker = Ownership.of(ask);
        Optional<Ownership> hold = vf.owner().filter(owner -> owner.demand().isPresent());
        return hold.map(owner -> new Ownership(
                        asker.attachment(),
                        owner.demand().map(demand -> demand.as(ask.attachment().ifname())),
                        owner.pod().or(asker::pod),
                        asker.netns(),
                        asker.ips(),
                        asker.request(),
                        asker.settings(),
                        asker.deadlineMs(),
                        false,
                        owner.kept()))
                .orElse(asker);
    }

    /** Asks for the function back: HELD, ATTACHING or ATTACHED to RELEASING. */
    static void release(Draft draft, VfState vf, ReleaseCause cause, String why) {
        sendRelease(
                draft,
                VfMove.of(draft, vf)
                        .to(VfPhase.RELEASING, why)
                        .nextVersion()
                        .cause(cause)
                        .timerIn(LifecycleTimes.backOff(LifecycleTimes.RELEASE_RETRY_MS, 0))
                        .record());
    }

    /** Asks back, after a boot, what was given before it: the baseline was that of a driver that does not run any more. */
    static void releaseAfterBoot(Draft draft, VfState vf, String why) {
        sendRelease(
                draft,
                VfMove.of(draft, vf)
                        .to(VfPhase.RELEASING, why)
                        .nextVersion()
                        .cause(ReleaseCause.REBOOT)
                        .facts(vf.facts().withoutBaseline())
                        .timerIn(LifecycleTimes.backOff(LifecycleTimes.RELEASE_RETRY_MS, 0))
                        .record());
    }

    /** Asks again, since no outcome came. */
    static void releaseAgain(Draft draft, VfState vf) {
        int attempts = vf.attempts() + 1;
        sendRelease(
                draft,
                VfMove.of(draft, vf)
                        .nextVersion()
                        .attempts(attempts)
                        .timerIn(LifecycleTimes.backOff(LifecycleTimes.RELEASE_RETRY_MS, attempts))
                        .record());
    }

    private static void sendRelease(Draft draft, VfState vf) {
        ReleaseCause cause = vf.cause().orElse(ReleaseCause.RECONCILIATION);
        draft.send(new Command.ReleaseVf(
                vf.pci(),
                vf.fence(),
                vf.owner().flatMap(Ownership::attachment),
                cause,
                cause.onlyIfNamespaceGone(),
                baselineOf(vf),
                releaseMode(draft, vf)));
    }

    /**
     * Has a function of which nothing is known yet read.
     *
     * @param move a PF's begins a term: the commands that configure it have none, and their outcomes are told by that
     */
    static void verifyDiscovered(Draft draft, VfMove move) {
        sendVerify(
                draft,
                (move.isOfPf() ? move.nextEpoch() : move.nextVersion())
                        .timerIn(LifecycleTimes.DISCOVERED_RETRY_MS)
                        .record());
    }

    /** Has the function read (and, in quarantine, brought to its baseline) once more, without a change of phase. */
    static void verifyAgain(Draft draft, VfState vf, int attempts) {
        long first = vf.phase() == VfPhase.QUARANTINED
                ? LifecycleTimes.QUARANTINE_RETRY_MS
                : LifecycleTimes.DISCOVERED_RETRY_MS;
        sendVerify(
                draft,
                VfMove.of(draft, vf)
                        .nextVersion()
                        .attempts(attempts)
                        .timerIn(LifecycleTimes.backOff(first, attempts))
                        .facts(
                                vf.phase() == VfPhase.QUARANTINED
                                        ? QuarantineLadder.facts(vf.facts(), attempts)
                                        : vf.facts())
                        .record());
    }

    /** Has a free function read; it stays free meanwhile, and nothing waits for the answer. */
    static void verifyFree(Draft draft, VfState vf) {
        sendVerify(draft, VfMove.of(draft, vf).nextVersion().record());
    }

    private static void sendVerify(Draft draft, VfState vf) {
        boolean repair =
                vf.phase() == VfPhase.QUARANTINED && (vf.facts().baseline().isPresent() || wasGiven(vf));
        Optional<ReleaseMode> ofPool = releaseMode(draft, vf);
        draft.send(new Command.VerifyVf(
                vf.pci(),
                vf.fence(),
                vf.facts().baseline(),
                repair,
                repair && !vf.isPf()
                        ? QuarantineLadder.mode(ofPool, vf.attempts())
                        : draft.state().releaseModeOf(vf.pci())));
    }

    /**
     * What somebody had may carry what they left: read as it is, that would be taken for its baseline. A PF cannot be bound
     * anew without its VFs, and what the host made of it is no dirt.
     */
    private static boolean wasGiven(VfState vf) {
        return !vf.isPf() && vf.fence().epoch().value() > 0;
    }

    /** Takes the function out of use until it is verified; the first try is due soon. */
    static void quarantine(Draft draft, VfState vf, VfFacts facts, String why) {
        VfMove.of(draft, vf)
                .to(VfPhase.QUARANTINED, why)
                .facts(facts.doubted(draft.time().ms()))
                .timerIn(LifecycleTimes.QUARANTINE_RETRY_MS)
                .record();
    }

    /** Has a function that is in nobody's namespace looked for. */
    static void lose(Draft draft, VfState vf, String why) {
        sendRecover(
                draft,
                VfMove.of(draft, vf)
                        .to(VfPhase.LOST, why)
                        .nextVersion()
                        .timerIn(LifecycleTimes.RELEASE_RETRY_MS)
                        .record());
    }

    /** Looks again, since no outcome came. */
    static void recoverAgain(Draft draft, VfState vf) {
        int attempts = vf.attempts() + 1;
        sendRecover(
                draft,
                VfMove.of(draft, vf)
                        .nextVersion()
                        .attempts(attempts)
                        .timerIn(LifecycleTimes.backOff(LifecycleTimes.RELEASE_RETRY_MS, attempts))
                        .record());
    }

    private static void sendRecover(Draft draft, VfState vf) {
        draft.send(new Command.RecoverVf(vf.pci(), vf.fence(), baselineOf(vf), releaseMode(draft, vf)));
    }

    /** As the pool says; bound anew at least where nobody knows how it was before it was given. */
    private static Optional<ReleaseMode> releaseMode(Draft draft, VfState vf) {
        Optional<ReleaseMode> ofPool = draft.state().releaseModeOf(vf.pci());
        return vf.isPf() || vf.facts().baseline().isPresent()
                ? ofPool
                : Optional.of(ofPool.map(ReleaseMode.REBIND::atLeast).orElse(ReleaseMode.REBIND));
    }

    /** The function does not exist any more; who had it is kept in the reason. */
    static void gone(Draft draft, VfState vf, String why) {
        String had = vf.owner().map(owner -> "; it was with " + owner.holder()).orElse("");
        VfMove.of(draft, vf)
                .to(VfPhase.GONE, why + had)
                .facts(vf.facts().forgotten())
                .record();
        if (vf.phase() == VfPhase.ATTACHING) {
            vf.owner().ifPresent(owner -> refuseOwner(draft, vf, owner));
        }
    }

    private static void refuseOwner(Draft draft, VfState vf, Ownership owner) {
        owner.request()
                .ifPresent(request -> owner.attachment()
                        .ifPresent(attachment -> draft.send(new Command.RequestRefused(
                                request,
                                attachment,
                                new Refusal(
                                        RefusalReason.DEVICE_NOT_USABLE,
                                        vf.name() + " of node " + draft.state().node()
                                                + " vanished while it was being attached",
                                        vf.isPf()
                                                ? "try again when it is there"
                                                : "try again; another VF will be given")))));
    }

    static VfAttributes baselineOf(VfState vf) {
        return vf.facts().baseline().map(Baseline::attributes).orElse(VfAttributes.UNKNOWN);
    }
}
