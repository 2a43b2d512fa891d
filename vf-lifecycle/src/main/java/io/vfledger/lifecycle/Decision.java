package io.vfledger.lifecycle;

import java.util.List;

/**
 * What an input leads to.
 *
 * @param transitions in order; their fold over the state before is the state after
 * @param commands in order
 * @param disposition what became of the input
 * @param after the state after
 */
public record Decision(List<Transition> transitions, List<Command> commands, Disposition disposition, NodeState after) {
    public Decision {
        transitions = List.copyOf(transitions);
        commands = List.copyOf(commands);
    }
}
