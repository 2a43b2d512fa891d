package io.vfledger.simulation.check;

import io.vfledger.lifecycle.AddAsk;
import io.vfledger.lifecycle.Input;
import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.Outcome;
import io.vfledger.lifecycle.TimerSubject;
import io.vfledger.lifecycle.Transition;
import io.vfledger.lifecycle.VfPhase;
import io.vfledger.lifecycle.VfState;
import io.vfledger.vf.PciAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Which inputs met a VF in which phase, and which way VFs went from phase to phase. */
public final class Coverage {
    private final Map<String, Set<VfPhase>> met = new TreeMap<>();
    private final Map<VfPhase, Set<VfPhase>> went = new EnumMap<>(VfPhase.class);

    /** Counts an input, and the state that it met. */
    void input(NodeState before, Input input) {
        Set<VfPhase> phases = met.computeIfAbsent(name(input), any -> EnumSet.noneOf(VfPhase.class));
        for (VfState vf : concerned(before, input)) {
            phases.add(vf.phase());
        }
    }

    /** Counts a step. */
    void step(Transition transition) {
        if (transition instanceof Transition.VfMoved moved && moved.from().isPresent()) {
            VfPhase from = moved.from().get();
            if (from != moved.after().phase()) {
                went.computeIfAbsent(from, any -> EnumSet.noneOf(VfPhase.class))
                        .add(moved.after().phase());
            }
        }
    }

    private static String name(Input input) {
        return input instanceof Input.TimerFired(TimerSubject subject, var timer)
                ? "TimerFired." + subject.getClass().getSimpleName()
                : input.getClass().getSimpleName();
    }

    private static Collection<VfState> concerned(NodeState state, Input input) {
        Optional<PciAddress> one = subject(state, input);
        return one.isPresent()
                ? state.vfs().get(one.get()).map(List::of).orElse(List.of())
                : state.vfs().values();
    }

    /** The VF that an input is about; empty where it is about all of them. */
    private static Optional<PciAddress> subject(NodeState state, Input input) {
        return switch (input) {
            case Input.VfChanged it -> Optional.of(it.vf().traits().pci());
            case Input.VfObserved it -> Optional.of(it.vf().traits().pci());
            case Input.VfGone it -> Optional.of(it.vf());
            case Outcome.VfHeld it -> Optional.of(it.vf());
            case Outcome.VfAttached it -> Optional.of(it.vf());
            case Outcome.VfReleased it -> Optional.of(it.vf());
            case Outcome.VfVerified it -> Optional.of(it.vf());
            case Outcome.VfRecovered it -> Optional.of(it.vf());
            case Outcome.CommandFailed it -> it.vf();
            case Outcome.DeviceAllocated it -> it.vfs().stream().findFirst();
            case Outcome.PfConfigured _ -> Optional.empty();
            case Input.AddRequested it -> subject(state, it.ask());
            case Input.DelRequested it -> state.vfOf(it.attachment()).map(VfState::pci);
            case Input.TimerFired it ->
                switch (it.subject()) {
                    case TimerSubject.OfVf subject -> Optional.of(subject.vf());
                    case TimerSubject.OfRequest _ -> Optional.empty();
                };
            case Input.AgentStarted _,
                    Input.NodeInventoryReported _,
                    Input.PfChanged _,
                    Input.PodScheduled _,
                    Input.PodDeleted _,
                    Input.NodePodsSnapshot _,
                    Input.NodePoolsChanged _,
                    Input.NodeRemoved _ -> Optional.empty();
        };
    }

    private static Optional<PciAddress> subject(NodeState state, AddAsk ask) {
        return state.vfOf(ask.attachment())
                .or(() -> state.vfOf(ask.demand()))
                .map(VfState::pci)
                .or(ask::device);
    }

    /** Counts what another world reached, too. */
    public void add(Coverage other) {
        other.met.forEach((input, phases) ->
                met.computeIfAbsent(input, any -> EnumSet.noneOf(VfPhase.class)).addAll(phases));
        other.went.forEach((from, to) ->
                went.computeIfAbsent(from, any -> EnumSet.noneOf(VfPhase.class)).addAll(to));
    }

    /** In words: how much was reached, and what was not. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        int reached = met.values().stream().mapToInt(Set::size).sum();
        lines.add("phases x inputs reached: " + reached + " of " + met.size() * VfPhase.values().length);
        met.forEach((input, phases) -> {
            Set<VfPhase> missed = EnumSet.allOf(VfPhase.class);
            missed.removeAll(phases);
            if (!missed.isEmpty()) {
                lines.add("  not reached: " + input + " in " + missed);
            }
        });
        int legal = 0;
        int gone = 0;
        for (VfPhase from : VfPhase.values()) {
            Set<VfPhase> missed = EnumSet.copyOf(from.next());
            Set<VfPhase> reachedFrom = went.getOrDefault(from, EnumSet.noneOf(VfPhase.class));
            legal += missed.size();
            gone += reachedFrom.size();
            missed.removeAll(reachedFrom);
            if (!missed.isEmpty()) {
                lines.add("  not gone: from " + from + " to " + missed);
            }
        }
        lines.add("ways from phase to phase gone: " + gone + " of " + legal);
        return lines;
    }
}
