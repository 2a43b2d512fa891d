package io.vfledger.inventory.projection;

import io.vfledger.lifecycle.VfPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How long functions stood in each phase within an interval, and how often they came into it. For one thread. */
public final class PhaseTimes {
    private final Instant from;
    private final Instant to;
    private final Map<VfPhase, OfPhase> phases = new EnumMap<>(VfPhase.class);

    /**
     * Over an interval, before any function.
     *
     * @param from included
     * @param to excluded
     */
    public PhaseTimes(Instant from, Instant to) {
        this.from = from;
        this.to = to;
    }

    /**
     * Of one phase.
     *
     * @param phase the phase
     * @param ms time in it, milliseconds
     * @param entered how often a function came into it within the interval, from another phase or as its first
     * @param longestMs the longest time in it without a break, milliseconds
     */
    public record OfPhase(VfPhase phase, long ms, long entered, long longestMs) {
        private OfPhase stayed(Duration time) {
            return new OfPhase(phase, ms + time.toMillis(), entered, Math.max(longestMs, time.toMillis()));
        }

        private OfPhase enteredOnce() {
            return new OfPhase(phase, ms, entered + 1, longestMs);
        }
    }

    /**
     * Adds a function.
     *
     * @param steps as {@link LedgerIndex#during} gives them
     */
    public void add(List<Step> steps) {
        int i = 0;
        while (i < steps.size()) {
            VfPhase phase = steps.get(i).phase();
            Instant begin = steps.get(i).at();
            while (i < steps.size() && steps.get(i).phase() == phase) {
                i++;
            }
            Instant end = i < steps.size() ? steps.get(i).at() : to;
            OfPhase sum = phases.getOrDefault(phase, new OfPhase(phase, 0, 0, 0));
            if (!begin.isBefore(from)) {
                sum = sum.enteredOnce();
            }
            phases.put(phase, sum.stayed(Duration.between(begin.isBefore(from) ? from : begin, end)));
        }
    }

    /** What came of it, in the order of the life cycle. */
    public List<OfPhase> phases() {
        return List.copyOf(phases.values());
    }
}
