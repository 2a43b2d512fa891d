package io.vfledger.simulation.check;

import io.vfledger.host.LedgerEntry;
import io.vfledger.lifecycle.AgentInput;
import io.vfledger.lifecycle.Command;
import io.vfledger.lifecycle.Input;
import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.Outcome;
import io.vfledger.lifecycle.Transition;
import io.vfledger.lifecycle.VfPhase;
import io.vfledger.lifecycle.VfState;
import io.vfledger.vf.Fence;
import io.vfledger.vf.Incarnation;
import io.vfledger.vf.PciAddress;
import java.util.Optional;

/** News of what is over must change nothing, even where the state would heal from it. */
final class Fences {
    private Fences() {}

    /** An outcome of a command before the last one leaves its VF as it is. */
    static void check(NodeState before, Input input, LedgerEntry entry, String where) {
        Optional<Of> of = input instanceof Outcome outcome ? of(outcome) : Optional.empty();
        Optional<VfState> known = of.flatMap(told -> before.vfs().get(told.vf()));
        if (known.isEmpty() || known.get().fence().equals(of.get().fence()) || isOfAnotherBoot(before, input)) {
            return;
        }
        boolean moved = entry.transitions().stream()
                .anyMatch(step -> step instanceof Transition.VfMoved it
                        && it.after().pci().equals(of.get().vf()));
        Referee.require(
                "LATE_OUTCOMES_CHANGE_NOTHING",
                !moved,
                where,
                "moves " + known.get().pci() + " at " + known.get().fence() + " by an outcome of "
                        + of.get().fence());
    }

    /** What an outcome is of. */
    private record Of(PciAddress vf, Fence fence) {}

    /** Those that answer a command; what a node has given or taken back by itself counts for its whole term. */
    private static Optional<Of> of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.VfHeld it -> Optional.of(new Of(it.vf(), it.fence()));
            case Outcome.VfVerified it -> Optional.of(new Of(it.vf(), it.fence()));
            case Outcome.VfRecovered it -> Optional.of(new Of(it.vf(), it.fence()));
            case Outcome.CommandFailed it -> it.vf().map(vf -> new Of(vf, it.fence()));
            case Outcome.VfAttached _, Outcome.VfReleased _, Outcome.PfConfigured _, Outcome.DeviceAllocated _ ->
                Optional.empty();
        };
    }

    private static boolean isOfAnotherBoot(NodeState before, Input input) {
        return !(input instanceof AgentInput said)
                || before.incarnation()
                        .filter(life ->
                                !life.bootId().equals(said.stamp().incarnation().bootId()))
                        .isPresent();
    }

    /** Where a record names one before it that was not decided, the node is asked for all; says whether it was so. */
    static boolean checkLost(NodeState before, Input input, LedgerEntry entry, String where) {
        if (!(input instanceof AgentInput said)
                || !before.incarnation().equals(Optional.of(said.stamp().incarnation()))) {
            return false;
        }
        long counter = said.stamp().incarnation().counter();
        long last = before.dedupe().lastSeen(counter, said.source()).orElse(0L);
        boolean lost =
                said.stamp().previousInTopic().orElse(0) > last && said.stamp().agentSeq() > last;
        boolean asked = entry.commands().stream().anyMatch(Command.ReportInventory.class::isInstance);
        Referee.require("LOSSES_ARE_NOTICED", asked || !lost, where, "follows a record that is not there");
        return lost;
    }

    /** A newer boot id ends what was given before it, at once. */
    static void checkBoot(NodeState before, NodeState after, String where) {
        boolean anotherBoot = before.incarnation().isPresent()
                && !before.incarnation()
                        .map(Incarnation::bootId)
                        .equals(after.incarnation().map(Incarnation::bootId));
        if (!anotherBoot) {
            return;
        }
        for (VfState vf : before.vfs().values()) {
            boolean given = vf.phase() == VfPhase.ATTACHING || vf.phase() == VfPhase.ATTACHED;
            Referee.require(
                    "NOBODY_OUTLIVES_A_BOOT",
                    !given || !after.vfs().get(vf.pci()).equals(Optional.of(vf)),
                    where,
                    "knows of another boot and leaves " + vf.pci() + " " + vf.phase());
        }
    }
}
