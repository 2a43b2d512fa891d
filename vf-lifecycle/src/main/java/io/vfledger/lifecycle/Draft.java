package io.vfledger.lifecycle;

import java.util.ArrayList;
import java.util.List;

/** A decision while it is made: each transition takes effect at once, so that later rules see it. */
final class Draft {
    private final DecisionTime time;
    private final List<Transition> transitions = new ArrayList<>();
    private final List<Command> commands = new ArrayList<>();
    private NodeState state;

    Draft(NodeState state, DecisionTime time) {
        this.state = state;
        this.time = time;
    }

    NodeState state() {
        return state;
    }

    DecisionTime time() {
        return time;
    }

    void record(Transition transition) {
        state = Evolution.evolve(state, transition);
        transitions.add(transition);
    }

    /** The name of the command that is sent next. */
    CommandRef nextCommand() {
        return new CommandRef(time.nodeSeq(), commands.size());
    }

    void send(Command command) {
        commands.add(command);
    }

    boolean hasSent(Class<? extends Command> type) {
        return commands.stream().anyMatch(type::isInstance);
    }

    /** Has the node tell anew what it has; once for each decision. */
    void askInventory(String cause) {
        if (!hasSent(Command.ReportInventory.class)) {
            commands.add(new Command.ReportInventory(cause));
        }
    }

    Decision finish(Disposition disposition) {
        return new Decision(transitions, commands, disposition, state);
    }
}
