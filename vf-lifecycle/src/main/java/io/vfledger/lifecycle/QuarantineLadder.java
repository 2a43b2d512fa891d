package io.vfledger.lifecycle;

import io.vfledger.vf.ReleaseMode;
import java.util.Optional;

/**
 * How a function in quarantine is tried: first as its pool says, then bound anew, then reset, then an alarm for people
 * while the tries go on. The waits between them are those of {@link LifecycleTimes}: 1 s, doubling to 5 min.
 */
public final class QuarantineLadder {
    /** From this try on the function is bound anew: 15 s after it came into quarantine. */
    public static final int REBIND_FROM = 4;
    /** From this try on it is reset: after one minute. */
    public static final int FLR_FROM = 6;
    /** From this try on a person is asked for: after four minutes. */
    public static final int ALARM_FROM = 8;

    private QuarantineLadder() {}

    /** How the n-th try is made; never weaker than the pool asks. */
    static Optional<ReleaseMode> mode(Optional<ReleaseMode> ofPool, int tries) {
        Optional<ReleaseMode> rung = tries >= FLR_FROM
                ? Optional.of(ReleaseMode.FLR)
                : tries >= REBIND_FROM ? Optional.of(ReleaseMode.REBIND) : Optional.empty();
        return rung.map(least -> ofPool.map(least::atLeast).orElse(least)).or(() -> ofPool);
    }

    /** Whether tries alone will not help any more. */
    static boolean isAlarm(int tries) {
        return tries >= ALARM_FROM;
    }

    /** Whether a person is asked for: neither repair nor reset brought the function out of quarantine. */
    public static boolean isAlarm(VfState vf) {
        return vf.phase() == VfPhase.QUARANTINED && !vf.facts().healthy();
    }

    /** What is known of a function after that many tries: from the alarm on it counts as faulty. */
    static VfFacts facts(VfFacts facts, int tries) {
        return isAlarm(tries) ? facts.faulty() : facts;
    }

    /** Why a function is in quarantine still, for people. */
    static String reason(VfState vf, String why) {
        return isAlarm(vf.attempts()) ? "ALARM after " + vf.attempts() + " tries, resets included: " + why : why;
    }

    /** The function may be fit now: tries it at once, unless an answer is awaited or the last try was only just made. */
    static void fresh(Draft draft, VfState vf) {
        long wait = LifecycleTimes.backOff(LifecycleTimes.QUARANTINE_RETRY_MS, vf.attempts());
        long pause = Math.min(wait / 2, LifecycleTimes.EVENT_PAUSE_MS);
        long remaining =
                vf.timer().map(timer -> timer.dueMs() - draft.time().ms()).orElse(0L);
        boolean rested = vf.attempts() == 0 || remaining <= wait - pause;
        if (vf.pending().isEmpty() && rested) {
            VfSteps.verifyAgain(draft, vf, vf.attempts() + 1);
        }
    }
}
