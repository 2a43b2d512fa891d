package io.vfledger.lifecycle;

import java.util.Optional;

/**
 * When a node counts as silent: commands to it go unanswered, and it says nothing else either. Agents send no sign of life
 * of their own, since each would be an entry for ever; a node that is asked nothing may be silent unnoticed, and nothing
 * depends on it. Silence detaches nothing: it only keeps new holds away.
 */
final class SilenceRules {
    private SilenceRules() {}

    /** The time of a command has passed; one that was answered is not pending any more. */
    static void unanswered(Draft draft, VfState vf) {
        if (vf.pending().isEmpty()) {
            return;
        }
        long now = draft.time().ms();
        Optional<Silence> known = draft.state().silence();
        if (known.isEmpty()) {
            note(draft, Optional.of(new Silence(now, false)));
        } else if (!known.get().certain() && now - known.get().sinceMs() >= LifecycleTimes.SILENT_MS) {
            note(draft, Optional.of(new Silence(known.get().sinceMs(), true)));
        }
    }

    /** Its agent has said something, or nobody waits for an answer any more. */
    static void end(Draft draft) {
        if (draft.state().silence().isPresent()) {
            note(draft, Optional.empty());
        }
    }

    private static void note(Draft draft, Optional<Silence> silence) {
        draft.record(new Transition.SilenceNoted(silence));
    }

    /** The node's silence in words, to be put after what it has led to; empty where it is heard. */
    static String words(NodeState state, long nowMs) {
        return state.silence()
                .map(silence -> "; node " + state.node() + " leaves commands unanswered and has said nothing for "
                        + (nowMs - silence.sinceMs()) + " ms")
                .orElse("");
    }
}
