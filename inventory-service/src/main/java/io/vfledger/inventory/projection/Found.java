package io.vfledger.inventory.projection;

import java.util.Optional;

/** What the index knows of a function at an instant. */
public sealed interface Found {
    /** No entry names the function. */
    record Unknown() implements Found {}

    /**
     * The first entry that names the function came later.
     *
     * @param first its first step
     */
    record BeforeFirst(Step first) implements Found {}

    /**
     * A step was in force.
     *
     * @param step the last at or before the instant
     * @param term the ownership that it belongs to; empty where nobody owned the function
     */
    record InForce(Step step, Optional<Term> term) implements Found {
        /** Whether the same step was in force. */
        boolean isOfTheStepOf(Found other) {
            return other instanceof InForce that && that.step.equals(step);
        }
    }
}
