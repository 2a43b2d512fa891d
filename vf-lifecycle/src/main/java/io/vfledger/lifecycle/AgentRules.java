package io.vfledger.lifecycle;

import io.vfledger.vf.AgentStamp;
import io.vfledger.vf.Incarnation;
import java.util.Optional;

/** Which records of an agent count, and what a new life of it means. */
final class AgentRules {
    private AgentRules() {}

    /** Marks the record as seen; or says why it must not be decided (again). */
    static Optional<Disposition> admit(Draft draft, AgentInput input) {
        AgentStamp stamp = input.stamp();
        if (input instanceof Input.AgentStarted && isOtherMachine(draft, stamp.incarnation())) {
            return Optional.empty();
        }
        Optional<String> foreign = foreignMachine(draft, input);
        if (foreign.isPresent()) {
            return Optional.of(turnedAway(draft, input, foreign.get()));
        }
        long counter = stamp.incarnation().counter();
        Optional<Long> last = draft.state().dedupe().lastSeen(counter, input.source());
        if (last.isPresent() && stamp.agentSeq() <= last.get()) {
            return Optional.of(new Disposition.Duplicate("agent_seq " + stamp.agentSeq() + " of incarnation " + counter
                    + " on " + input.source().topic() + " was decided before: " + last.get() + " is the last seen"));
        }
        draft.record(new Transition.SeqSeen(counter, input.source(), stamp.agentSeq()));
        return staleLife(draft, input).map(why -> turnedAway(draft, input, why));
    }

    private static boolean isOtherMachine(Draft draft, Incarnation writer) {
        return draft.state()
                .incarnation()
                .filter(known -> !known.machineId().equals(writer.machineId()))
                .isPresent();
    }

    private static Optional<String> foreignMachine(Draft draft, AgentInput input) {
        Incarnation writer = input.stamp().incarnation();
        return isOtherMachine(draft, writer)
                ? Optional.of("written by machine " + writer.machineId() + ", but the node is machine "
                        + draft.state().incarnation().orElseThrow().machineId() + " now")
                : Optional.empty();
    }

    /** What an earlier life did stays true and is fenced; what it saw or asked is not so any more. */
    private static Optional<String> staleLife(Draft draft, AgentInput input) {
        if (input instanceof Outcome || input instanceof Input.AgentStarted) {
            return Optional.empty();
        }
        long counter = input.stamp().incarnation().counter();
        return draft.state()
                .incarnation()
                .filter(known -> counter < known.counter())
                .map(known -> "written by incarnation " + counter + " of the agent, but " + known.counter()
                        + " has started since");
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
        if (before.isPresent()
                && before.get().machineId().equals(now.machineId())
                && now.counter() <= before.get().counter()) {
            return new Disposition.Ignored("incarnation " + now.counter() + " is not newer than "
                    + before.get().counter() + ", which speaks for the node");
        }
        boolean otherMachine = isOtherMachine(draft, now);
        draft.record(new Transition.AgentKnown(now, started.simulated()));
        if (otherMachine) {
            // The window of the machine before is cleared by now, so the record is marked as seen only here.
            draft.record(new Transition.SeqSeen(
                    now.counter(), started.source(), started.stamp().agentSeq()));
        }
        if (before.isPresent() && !before.get().bootId().equals(now.bootId())) {
            rebooted(draft);
        }
        return new Disposition.Applied();
    }

    /** No namespace outlives a boot, so whatever was in one has to be looked at and cleaned. */
    private static void rebooted(Draft draft) {
        for (VfState vf : draft.state().vfs().values()) {
            switch (vf.phase()) {
                case HELD, ATTACHING, ATTACHED ->
                    VfSteps.release(draft, vf, ReleaseCause.REBOOT, "the node was started again");
                case DISCOVERED, RESERVED, FREE, RELEASING, QUARANTINED, LOST, GONE -> {}
            }
        }
    }
}
