package io.vfledger.lifecycle;

import java.util.Optional;

/** What is done when something did not happen in time. */
final class TimerRules {
    private TimerRules() {}

    static Disposition fired(Draft draft, Input.TimerFired fired) {
        return switch (fired.subject()) {
            case TimerSubject.OfVf subject ->
                draft.state()
                        .vfs()
                        .get(subject.vf())
                        .filter(vf -> vf.timer().equals(Optional.of(fired.timer())))
                        .map(vf -> ofVf(draft, vf))
                        .orElseGet(TimerRules::disarmed);
            case TimerSubject.OfRequest subject ->
                draft.state()
                        .requests()
                        .get(subject.request())
                        .filter(OpenRequest::waiting)
                        .filter(open -> open.timer().equals(fired.timer()))
                        .map(open -> WaitingRules.expired(draft, open))
                        .orElseGet(TimerRules::disarmed);
        };
    }

    private static Disposition disarmed() {
        return new Disposition.Ignored("the timer was disarmed or armed anew");
    }

    private static Disposition ofVf(Draft draft, VfState vf) {
        SilenceRules.unanswered(draft, vf);
        switch (vf.phase()) {
            case DISCOVERED, QUARANTINED -> VfSteps.verifyAgain(draft, vf, vf.attempts() + 1);
            case HELD -> VfSteps.release(draft, vf, ReleaseCause.HOLD_EXPIRED, "nobody took it in time");
            case ATTACHING -> VfSteps.release(draft, vf, ReleaseCause.DEADLINE, "no outcome came before the deadline");
            case RELEASING -> VfSteps.releaseAgain(draft, vf);
            case LOST -> VfSteps.recoverAgain(draft, vf);
            case ATTACHED -> {
                if (DriftRules.isAtWork(vf)) {
                    DriftRules.due(draft, vf);
                } else {
                    VfSteps.release(
                            draft,
                            vf,
                            ReleaseCause.RECONCILIATION,
                            "asked back unless its namespace lives: " + vf.reason());
                }
            }
            case RESERVED, FREE, GONE -> VfMove.of(draft, vf).noTimer().record();
        }
        return new Disposition.Applied();
    }
}
