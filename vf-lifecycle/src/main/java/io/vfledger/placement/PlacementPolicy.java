package io.vfledger.placement;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a function is picked; the same candidates always give the same choice, in whatever order they come. */
public enum PlacementPolicy {
    /** Over the PFs evenly: the PF with link, then the one with the fewest functions in use. */
    SPREAD,
    /** Onto few PFs: the PF with link, then the one with the most functions in use. */
    PACK;

    /** Picks one, or none when there is none. */
    public Optional<Choice> choose(List<Candidate> candidates) {
        return candidates.stream()
                .reduce((best, next) -> order(next, best) < 0 ? next : best)
                .map(best -> new Choice(best.vf(), reason(best, candidates.size())));
    }

    /** Written out, since a chain of comparators costs several times the whole decision. */
    private int order(Candidate one, Candidate other) {
        if (one.hasLink() != other.hasLink()) {
            return one.hasLink() ? -1 : 1;
        }
        if (one.justReleased() != other.justReleased()) {
            return one.justReleased() ? 1 : -1;
        }
        if (one.usedOnPf() != other.usedOnPf()) {
            boolean less = one.usedOnPf() < other.usedOnPf();
            return switch (this) {
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

    private String reason(Candidate best, int free) {
        return name().toLowerCase(Locale.ROOT) + ": VF " + best.index() + " of PF " + best.pf() + " ("
                + (best.hasLink() ? "link up" : "no link") + ", " + best.usedOnPf() + " in use there"
                + (best.justReleased() ? ", just released" : "") + "), out of " + free + " free";
    }
}
