package io.vfledger.inventory.scheduling;

/** What reading a text that somebody wrote gives: its meaning, or why it has none. */
public sealed interface Reading<T> {
    /** The text has a meaning. */
    record Understood<T>(T value) implements Reading<T> {}

    /**
     * It has none.
     *
     * @param why in words, with the value and what is allowed
     */
    record Refused<T>(String why) implements Reading<T> {}
}
