package io.vfledger.lifecycle;

import io.vfledger.vf.AgentStamp;
import io.vfledger.vf.Incarnation;
import java.util.Optional;

/**
 * Which records of an agent count, and what a new life of it means. A life is told by its random id, its boot and its
 * counter; the counter alone does not do, since it begins anew when the agent's disk is lost.
 */
final class AgentRules {
    private AgentRules() {}

    /** What is known about the life that wrote a record. */
    private enum Writer {
        /** It speaks for the node, or will once it is announced: nobody spoke before, or its counter is higher. */
        PRESENT,
        /** Its counter is not higher than the one that speaks for the node, yet it is another life. */
        BEGUN_ANEW,
        /** Another has spoken for the node since. */
        ENDED,
        /** It is of another machine than the one that speaks for the node. */
        FOREIGN
    }

    private static Writer writer(NodeState state, Incarnation writer) {
        if (state.incarnation().isEmpty() || state.incarnation().get().equals(writer)) {
            return Writer.PRESENT;
        }
        Incarnation known = state.incarnation().get();
        if (!known.machineId().equals(writer.machineId())) {
            return Writer.FOREIGN;
        }
        if (state.endedLives().contains(writer)) {
            return Writer.ENDED;
        }
        if (writer.counter() > known.counter()) {
            return Writer.PRESENT;
        }
        boolean toldApart = !writer.life().isEmpty() || !writer.bootId().equals(known.bootId());
        return toldApart ? Writer.BEGUN_ANEW : Writer.ENDED;
    }

    /** Marks the record as seen; or says why it must not be decided (again). */
    static Optional<Disposition> admit(Draft draft, AgentInput input) {
        Optional<Disposition> unfit = judge(draft, input);
        if (unfit.isEmpty() && isSpoken(draft.state(), input.stamp().incarnation())) {
            SilenceRules.end(draft);
        }
        return unfit;
    }

    /** What an ended life left behind is sent by the next one, which is heard by itself. */
    private static boolean isSpoken(NodeState state, Incarnation life) {
        return !state.endedLives().contains(life);
    }

    private static Optional<Disposition> judge(Draft draft, AgentInput input) {
        Incarnation life = input.stamp().incarnation();
        return switch (writer(draft.state(), life)) {
            case PRESENT -> {
                announce(draft, input);
                Optional<Long> last = draft.state().dedupe().lastSeen(life.counter(), input.source());
                Optional<Disposition> copy = unseen(draft, input);
                if (copy.isEmpty()) {
                    askForLost(draft, input, last.orElse(0L));
                }
                yield copy;
            }
            // Its numbers have no place in the window before it is announced, and fences and request ids tell a copy.
            case BEGUN_ANEW -> Optional.empty();
            case ENDED -> ofEnded(draft, input);
            case FOREIGN ->
                input instanceof Input.AgentStarted
                                && !draft.state().endedLives().contains(life)
                        ? Optional.empty()
                        : Optional.of(turnedAway(
                                draft,
                                input,
                                "written by machine " + life.machineId() + ", but the node is machine "
                                        + draft.state()
                                                .incarnation()
                                                .orElseThrow()
                                                .machineId()
                                        + " now"));
        };
    }

    /**
     * Topics overtake each other: what a life says in the next boot may come before the record that announces it. What was
     * given before the boot is asked back now, for later it would be taken from those who got it since.
     */
    private static void announce(Draft draft, AgentInput input) {
        Incarnation life = input.stamp().incarnation();
        boolean anotherBoot = draft.state()
                .incarnation()
                .filter(known -> !known.bootId().equals(life.bootId()))
                .isPresent();
        if (anotherBoot && !(input instanceof Input.AgentStarted)) {
            draft.record(new Transition.AgentKnown(life, draft.state().simulated()));
            rebooted(draft, "the node was started again");
        }
    }

    /**
     * Within a topic the agent's records come in order, and each names the one before it: where that was not seen, it is
     * lost, and the node tells anew what it has. Of an ended life nothing is asked: the next one begins by telling.
     *
     * @param last agent_seq of the last record seen of that topic; 0 before any
     */
    private static void askForLost(Draft draft, AgentInput input, long last) {
        AgentStamp stamp = input.stamp();
        long previous = stamp.previousInTopic().orElse(last);
        if (previous > last) {
            draft.askInventory("records of incarnation " + stamp.incarnation().counter() + " on "
                    + input.source().topic() + " were lost: after agent_seq " + last + " came " + stamp.agentSeq()
                    + ", which follows " + previous);
        }
    }

    private static Optional<Disposition> unseen(Draft draft, AgentInput input) {
        AgentStamp stamp = input.stamp();
        long counter = stamp.incarnation().counter();
        Optional<Long> last = draft.state().dedupe().lastSeen(counter, input.source());
        if (last.isPresent() && stamp.agentSeq() <= last.get()) {
            return Optional.of(new Disposition.Duplicate("agent_seq " + stamp.agentSeq() + " of incarnation " + counter
                    + " on " + input.source().topic() + " was decided before: " + last.get() + " is the last seen"));
        }
        draft.record(new Transition.SeqSeen(counter, input.source(), stamp.agentSeq()));
        return Optional.empty();
    }

    /** What an ended life did stays true and is fenced; what it saw or asked is not so any more. */
    private static Optional<Disposition> ofEnded(Draft draft, AgentInput input) {
        long counter = input.stamp().incarnation().counter();
        long present = draft.state().incarnation().orElseThrow().counter();
        Optional<Disposition> seen = counter < present ? unseen(draft, input) : Optional.empty();
        return seen.isPresent() || input instanceof Outcome
                ? seen
                : Optional.of(turnedAway(
                        draft,
                        input,
                        "written by incarnation " + counter + " of the agent, but another life of it, incarnation "
                                + present + ", has started since"));
    }

    private static Disposition turnedAway(Draft draft, AgentInput input, String why) {
        if (input instanceof Input.AddRequested add) {
            return AddRules.refuse(draft, add.ask(), new Refusal(RefusalReason.STALE_REQUEST, why, ""));
        }
        return new Disposition.Ignored(why);
    }

    static Disposition started(Draft draft, Input.AgentStarted started) {
        Incarnation now = started.stamp().incarnation();
        Optional<Incarnation> before = draft.state().incarnation();
        if (before.equals(Optional.of(now)) && draft.state().simulated() == started.simulated()) {
            return new Disposition.Ignored("incarnation " + now.counter() + " speaks for the node already");
        }
        draft.record(new Transition.AgentKnown(now, started.simulated()));
        if (draft.state().dedupe().lastSeen(now.counter(), started.source()).isEmpty()) {
            // The window of the lives before was cleared, so the record is marked as seen only here.
            draft.record(new Transition.SeqSeen(
                    now.counter(), started.source(), started.stamp().agentSeq()));
        }
        if (before.isPresent() && !before.get().machineId().equals(now.machineId())) {
            rebooted(draft, "the node is another machine now, " + now.machineId());
        } else if (before.isPresent() && !before.get().bootId().equals(now.bootId())) {
            rebooted(draft, "the node was started again");
        }
        return new Disposition.Applied();
    }

    /** Neither a namespace nor a function outlives a boot: what is made of the card anew has its own baseline. */
    private static void rebooted(Draft draft, String why) {
        WaitingRules.endAll(draft, why);
        for (VfState vf : draft.state().vfs().values()) {
            switch (vf.phase()) {
                case ATTACHING, ATTACHED, RELEASING -> VfSteps.releaseAfterBoot(draft, vf, why);
                case DISCOVERED, RESERVED, FREE, HELD, QUARANTINED, LOST -> VfSteps.gone(draft, vf, why);
                case GONE -> {}
            }
        }
    }
}
