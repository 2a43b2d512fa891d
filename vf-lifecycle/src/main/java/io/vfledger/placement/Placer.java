package io.vfledger.placement;

import io.vfledger.vf.PlacementOrder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Picks a function; the same candidates always give the same choice, in whatever order they come. */
public final class Placer {
    private Placer() {}

    /**
     * Picks one, or none when there is none: one with link before one that is near, that before one that was never faulty,
     * that before one that was not just released; then as the order says, then the lowest.
     */
    public static Optional<Choice> choose(PlacementOrder order, List<Candidate> candidates) {
        return candidates.stream()
                .reduce((best, next) -> compare(order, next, best) < 0 ? next : best)
                .map(best -> new Choice(best.vf(), reason(order, best, candidates.size())));
    }

    /** Written out, since a chain of comparators costs several times the whole decision. */
    private static int compare(PlacementOrder order, Candidate one, Candidate other) {
        if (one.hasLink() != other.hasLink()) {
            return one.hasLink() ? -1 : 1;
        }
        if (one.isNear() != other.isNear()) {
            return one.isNear() ? -1 : 1;
        }
        if (one.wasFaulty() != other.wasFaulty()) {
            return one.wasFaulty() ? 1 : -1;
        }
        if (one.justReleased() != other.justReleased()) {
            return one.justReleased() ? 1 : -1;
        }
        if (one.usedOnPf() != other.usedOnPf()) {
            boolean less = one.usedOnPf() < other.usedOnPf();
            return switch (order) {
                case SPREAD -> less ? -1 : 1;
                case PACK -> less ? 1 : -1;
            };
        }
        int byPf = one.pf().compareTo(other.pf());
        if (byPf != 0) {
            return byPf;
        }
        int byIndex = one.index().compareTo(other.index());
        return byIndex != 0 ? byIndex : one.vf().compareTo(other.vf());
    }

    private static String reason(PlacementOrder order, Candidate best, int free) {
        return order.name().toLowerCase(Locale.ROOT) + ": VF " + best.index() + " of PF " + best.pf() + " ("
                + (best.hasLink() ? "link up" : "no link") + ", " + best.usedOnPf() + " in use there"
                + (best.isNear() ? "" : ", of another NUMA node")
                + (best.wasFaulty() ? ", faulty before" : "")
                + (best.justReleased() ? ", just released" : "") + "), out of " + free + " free";
    }
}
