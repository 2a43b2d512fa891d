package io.vfledger.simulation.node;

/** An agent dies here. */
final class PowerCut extends RuntimeException {
    private static final long serialVersionUID = 1;

    PowerCut(String where) {
        super(where);
    }
}
