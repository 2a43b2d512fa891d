package io.vfledger.lifecycle;

import io.vfledger.vf.Fence;
import io.vfledger.vf.VfInfo;
import java.util.Optional;

/** Builds the transition of one function; what is not said stays, as far as the phase it comes to allows. */
final class VfMove {
    private final Draft draft;
    private final Optional<VfState> before;
    private VfPhase phase;
    private Fence fence;
    private Optional<CommandRef> pending;
    private Optional<Ownership> owner;
    private Optional<ReleaseCause> cause;
    private Optional<Timer> timer;
    private int attempts;
    private boolean prepared;
    private String reason;
    private VfFacts facts;

    private VfMove(Draft draft, VfState now, Optional<VfState> before) {
        this.draft = draft;
        this.before = before;
        this.phase = now.phase();
        this.fence = now.fence();
        this.pending = now.pending();
        this.owner = now.owner();
        this.cause = now.cause();
        this.timer = now.timer();
        this.attempts = now.attempts();
        this.prepared = now.prepared();
        this.reason = now.reason();
        this.facts = now.facts();
    }

    static VfMove of(Draft draft, VfState vf) {
        return new VfMove(draft, vf, Optional.of(vf));
    }

    /** A function that was not known. */
    static VfMove discovered(Draft draft, VfInfo info) {
        VfState first = new VfState(
                info.traits().pci(),
                VfPhase.DISCOVERED,
                Fence.ZERO,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                false,
                "seen for the first time",
                draft.time().ms(),
                VfFacts.discovered(info.traits(), info.attributes()));
        return new VfMove(draft, first, Optional.empty());
    }

    /** Comes to a phase: begins its wait anew and drops what does not belong to it. */
    VfMove to(VfPhase next, String why) {
        phase = next;
        reason = why;
        pending = Optional.empty();
        timer = Optional.empty();
        attempts = 0;
        prepared = false;
        cause = Optional.empty();
        if (!next.isOwned()) {
            owner = Optional.empty();
        }
        return this;
    }

    boolean isOfPf() {
        return facts.traits().isPf();
    }

    VfMove because(String why) {
        reason = why;
        return this;
    }

    /** A command to it is sent next, in the same ownership term. */
    VfMove nextVersion() {
        fence = fence.nextVersion();
        pending = Optional.of(draft.nextCommand());
        return this;
    }

    /** A command to it is sent next, the first of a new ownership term. */
    VfMove nextEpoch() {
        fence = fence.nextEpoch();
        pending = Optional.of(draft.nextCommand());
        return this;
    }

    /** No outcome is awaited. */
    VfMove settled() {
        pending = Optional.empty();
        return this;
    }

    VfMove owner(Ownership who) {
        owner = Optional.of(who);
        return this;
    }

    VfMove cause(ReleaseCause why) {
        cause = Optional.of(why);
        return this;
    }

    VfMove timerIn(long delayMs) {
        timer = Optional.of(draft.time().timerIn(delayMs));
        return this;
    }

    VfMove noTimer() {
        timer = Optional.empty();
        return this;
    }

    VfMove attempts(int count) {
        attempts = count;
        return this;
    }

    VfMove prepared() {
        prepared = true;
        return this;
    }

    VfMove unprepared() {
        prepared = false;
        return this;
    }

    VfMove facts(VfFacts known) {
        facts = known;
        return this;
    }

    /** Writes the transition, and settles the request that was served if its function leaves ATTACHING. */
    VfState record() {
        Optional<VfPhase> from = before.map(VfState::phase);
        if (from.isPresent() && !from.get().mayBecome(phase)) {
            throw new IllegalStateException("a function may not go from " + from.get() + " to " + phase);
        }
        boolean stays = from.isPresent() && from.get() == phase;
        long since = stays ? before.orElseThrow().sinceMs() : draft.time().ms();
        VfState after = new VfState(
                facts.traits().pci(),
                phase,
                fence,
                pending,
                owner,
                cause,
                timer,
                attempts,
                prepared,
                reason,
                since,
                facts);
        draft.record(new Transition.VfMoved(from, after));
        if (!stays && from.equals(Optional.of(VfPhase.ATTACHING))) {
            before.flatMap(VfState::owner)
                    .flatMap(Ownership::request)
                    .filter(request -> draft.state().requests().containsKey(request))
                    .ifPresent(request -> draft.record(new Transition.RequestClosed(request)));
        }
        return after;
    }
}
