package io.vfledger.simulation.check;

/** Something is so that must never be so. */
public final class BrokenRule extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param rule which rule
     * @param what what it concerns, in words
     */
    public BrokenRule(String rule, String what) {
        super(rule + ": " + what);
    }
}
