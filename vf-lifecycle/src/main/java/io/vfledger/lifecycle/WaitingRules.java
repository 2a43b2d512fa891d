package io.vfledger.lifecycle;

import io.vfledger.vf.Attachment;
import io.vfledger.vf.PciAddress;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Requests that wait until a node has said what became of a function that somebody else had, or how a PF is that shall be
 * given as a whole.
 */
final class WaitingRules {
    /** No more requests of one node wait at a time. */
    static final int MAX_WAITING = 256;

    private WaitingRules() {}

    /**
     * Lets a request wait; one of the same demand that waited before gives way, since its caller has given up.
     *
     * @return false when too many wait already
     */
    static boolean open(Draft draft, AddAsk ask, VfState vf) {
        end(
                draft,
                older -> older.ask().demand().equals(ask.demand()),
                RefusalReason.STALE_REQUEST,
                "a newer request for the same interface came");
        if (draft.state().requests().values().stream()
                        .filter(OpenRequest::waiting)
                        .count()
                >= MAX_WAITING) {
            return false;
        }
        long now = draft.time().ms();
        long delay = Math.min(ask.deadlineMs() - now, LifecycleTimes.MAX_DEADLINE_MS);
        draft.record(new Transition.RequestOpened(
                new OpenRequest(ask, vf.pci(), true, now, draft.time().timerIn(delay))));
        return true;
    }

    /** Decides again those that wait for a function whose fate is known now. */
    static void settle(Draft draft, Predicate<AddAsk> which) {
        for (OpenRequest open : draft.state().requests().values()) {
            if (open.waiting() && which.test(open.ask()) && !isPending(draft, open.vf())) {
                draft.record(new Transition.RequestClosed(open.ask().request()));
                AddRules.decide(draft, open.ask(), false);
            }
        }
    }

    private static boolean isPending(Draft draft, PciAddress vf) {
        Optional<VfState> state = draft.state().vfs().get(vf);
        return state.filter(known ->
                        known.phase() == VfPhase.RELEASING || (known.isPf() && known.phase() == VfPhase.DISCOVERED))
                .isPresent();
    }

    /** Ends what waits for an interface that shall not be any more; says whether there was any. */
    static boolean endFor(Draft draft, Attachment attachment) {
        return end(
                draft,
                open -> open.ask().attachment().equals(attachment),
                RefusalReason.STALE_REQUEST,
                "the interface was deleted meanwhile");
    }

    /** Ends all that waits: the callers are gone. */
    static void endAll(Draft draft, String why) {
        end(draft, open -> true, RefusalReason.STALE_REQUEST, why);
    }

    /** The deadline of a waiting request has come. */
    static Disposition expired(Draft draft, OpenRequest request) {
        end(
                draft,
                open -> open.equals(request),
                RefusalReason.DEADLINE_PASSED,
                (request.ask().wholePf() ? "PF " : "VF ") + request.vf()
                        + " was not released, or not read, before the deadline"
                        + SilenceRules.words(draft.state(), draft.time().ms()));
        return new Disposition.Applied();
    }

    private static boolean end(Draft draft, Predicate<OpenRequest> which, RefusalReason reason, String why) {
        boolean any = false;
        for (OpenRequest open : draft.state().requests().values()) {
            if (open.waiting() && which.test(open)) {
                draft.record(new Transition.RequestClosed(open.ask().request()));
                AddRules.refuse(draft, open.ask(), new Refusal(reason, why, ""));
                any = true;
            }
        }
        return any;
    }
}
