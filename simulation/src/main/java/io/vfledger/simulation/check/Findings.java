package io.vfledger.simulation.check;

/** Is told what must never be so. */
@FunctionalInterface
public interface Findings {
    /**
     * Something is wrong.
     *
     * @param rule which rule is broken
     * @param what what it concerns, in words
     */
    void found(String rule, String what);
}
