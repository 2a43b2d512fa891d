package io.vfledger.simulation.log;

import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.TreeMap;

/** Records and offsets that count all together or not at all. */
public final class Transaction {
    /** What became of it. */
    enum State {
        OPEN,
        COMMITTED,
        ABORTED
    }

    /** Of a record that is in none. */
    static final Transaction NONE = committed();

    final SequencedSet<Place> places = new LinkedHashSet<>();
    final TreeMap<Place, Long> offsets = new TreeMap<>();
    private final Producer producer;
    private State state = State.OPEN;

    Transaction(Producer producer) {
        this.producer = producer;
    }

    private static Transaction committed() {
        Transaction none = new Transaction(new Producer("", 0));
        none.state = State.COMMITTED;
        return none;
    }

    Producer producer() {
        return producer;
    }

    State state() {
        return state;
    }

    void end(State as) {
        state = as;
    }
}
