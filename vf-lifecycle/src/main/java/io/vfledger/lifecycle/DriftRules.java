package io.vfledger.lifecycle;

import io.vfledger.vf.DriftPolicy;
import java.util.List;
import java.util.Optional;

/**
 * What is done when somebody has changed by hand what a PF keeps about a function that is given away: where its pool says
 * so, it is written again as its owner was promised. The first time at once; each time that it comes back the wait doubles,
 * after {@link #MOST_REWRITES} times people are told and nothing more is written. Every {@link
 * LifecycleTimes#REWRITE_QUIET_MS} without drift one time is forgotten. What another program insists on is thus written five
 * times within half a minute, and not again before that has let go of it.
 */
public final class DriftRules {
    /** So many times what was changed is written again before people are asked. */
    public static final int MOST_REWRITES = 5;

    private DriftRules() {}

    /** Whether people are asked for: what was written came to nothing, again and again. */
    public static boolean isAlarm(VfState vf) {
        return isAtWork(vf) && vf.attempts() >= MOST_REWRITES && isGivenUp(vf);
    }

    private static boolean isGivenUp(VfState vf) {
        return !vf.prepared() && vf.pending().isEmpty() && vf.timer().isEmpty();
    }

    /** Whether its timer and its commands are about drift. */
    static boolean isAtWork(VfState vf) {
        return vf.phase() == VfPhase.ATTACHED && vf.attempts() > 0;
    }

    /** A function was seen with its owner: with drift or without. */
    static void seen(Draft draft, VfState vf, List<String> drift) {
        if (isAtWork(vf)) {
            seenAgain(draft, vf, drift);
        } else if (!drift.isEmpty() && isRewritten(draft, vf) && vf.timer().isEmpty()) {
            // A timer would be that of a pod that is said to be gone: it is about to lose the function anyway.
            rewrite(draft, vf, "changed by hand: " + Fencing.listed(drift));
        }
    }

    private static void seenAgain(Draft draft, VfState vf, List<String> drift) {
        if (vf.pending().isPresent()) {
            // Its outcome will say how it is.
            return;
        }
        if (drift.isEmpty()) {
            if (!vf.prepared()) {
                quiet(VfMove.of(draft, vf).prepared().because("as its owner was given it, again"));
            }
        } else {
            comeBack(draft, vf, "changed by hand again: " + Fencing.listed(drift));
        }
    }

    private static void comeBack(Draft draft, VfState vf, String why) {
        if (vf.attempts() >= MOST_REWRITES) {
            giveUp(draft, vf, why);
        } else if (vf.prepared()) {
            VfMove.of(draft, vf)
                    .unprepared()
                    .because(why)
                    .timerIn(LifecycleTimes.backOff(LifecycleTimes.REWRITE_RETRY_MS, vf.attempts()))
                    .record();
        }
    }

    private static void giveUp(Draft draft, VfState vf, String why) {
        VfMove.of(draft, vf)
                .settled()
                .unprepared()
                .noTimer()
                .because("ALARM, written " + vf.attempts() + " times and not again: " + why)
                .record();
    }

    private static void quiet(VfMove move) {
        move.settled().timerIn(LifecycleTimes.REWRITE_QUIET_MS).record();
    }

    /** The timer of a function that has drifted is due. */
    static void due(Draft draft, VfState vf) {
        if (!isRewritten(draft, vf)) {
            forget(draft, vf, 0);
        } else if (vf.prepared()) {
            forget(draft, vf, vf.attempts() - 1);
        } else if (vf.pending().isPresent()) {
            // A node that says nothing has not refused: this is the same time again.
            send(draft, vf, vf.attempts(), "no outcome came of what was to be written again");
        } else {
            rewrite(draft, vf, "not as its owner was given it still");
        }
    }

    private static void forget(Draft draft, VfState vf, int attempts) {
        VfMove move = VfMove.of(draft, vf).settled().attempts(attempts);
        (attempts > 0 ? move.timerIn(LifecycleTimes.REWRITE_QUIET_MS) : move.noTimer()).record();
    }

    /** Only what the ledger gave is promised to anybody; a PF itself has no attributes that another keeps. */
    private static boolean isRewritten(Draft draft, VfState vf) {
        return !vf.isPf()
                && vf.owner().filter(owner -> !owner.adopted()).isPresent()
                && draft.state().driftOf(vf.pci()) == DriftPolicy.REWRITE;
    }

    private static void rewrite(Draft draft, VfState vf, String why) {
        int attempts = vf.attempts() + 1;
        send(draft, vf, attempts, why + "; to be written again, time " + attempts + " of " + MOST_REWRITES);
    }

    private static void send(Draft draft, VfState vf, int attempts, String why) {
        VfState after = VfMove.of(draft, vf)
                .nextVersion()
                .attempts(attempts)
                .unprepared()
                .because(why)
                .timerIn(LifecycleTimes.MAX_RETRY_MS)
                .record();
        draft.send(new Command.VerifyVf(
                after.pci(),
                after.fence(),
                after.facts().baseline(),
                false,
                Optional.empty(),
                after.owner().map(Ownership::settings)));
    }

    /** The node has written and read what it was asked to, or says what is still not as it should be. */
    static void verified(Draft draft, VfState vf, Outcome.VfVerified verified) {
        VfState read = VfMove.of(draft, vf)
                .settled()
                .facts(vf.facts().read(verified.attributes()))
                .record();
        if (verified.clean()) {
            quiet(VfMove.of(draft, read)
                    .prepared()
                    .because("written again and read back, time " + vf.attempts() + " of " + MOST_REWRITES));
        } else {
            missed(draft, read, Fencing.listed(verified.differences()));
        }
    }

    /** What was to be written was not. */
    static void missed(Draft draft, VfState vf, String why) {
        if (vf.attempts() >= MOST_REWRITES) {
            giveUp(draft, vf, why);
        } else {
            VfMove.of(draft, vf)
                    .settled()
                    .because("could not be written again: " + why)
                    .timerIn(LifecycleTimes.backOff(LifecycleTimes.REWRITE_RETRY_MS, vf.attempts()))
                    .record();
        }
    }
}
