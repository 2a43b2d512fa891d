package io.vfledger.simulation.fate;

/**
 * What everything in a world shares.
 *
 * @param chance its dice
 * @param timeline its time
 * @param trace its memory
 */
public record Fate(Chance chance, Timeline timeline, Trace trace) {
    public static Fate of(long seed, int linesKept) {
        Timeline timeline = new Timeline();
        return new Fate(new Chance(seed), timeline, new Trace(timeline, linesKept));
    }

    public long nowMs() {
        return timeline.nowMs();
    }

    public boolean strikes(Fault fault) {
        return chance.strikes(fault);
    }
}
