package io.vfledger.placement;

import java.util.Comparator;
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
        return candidates.stream().min(order()).map(best -> new Choice(best.vf(), reason(best, candidates.size())));
    }

    private Comparator<Candidate> order() {
        Comparator<Candidate> byLoad = switch (this) {
            case SPREAD -> Comparator.comparingInt(Candidate::usedOnPf);
            case PACK -> Comparator.comparingInt(Candidate::usedOnPf).reversed();
        };
        return Comparator.comparing((Candidate candidate) -> !candidate.hasLink())
                .thenComparing(Candidate::justReleased)
                .thenComparing(byLoad)
                .thenComparing(Candidate::pf)
                .thenComparing(Candidate::index)
                .thenComparing(Candidate::vf);
    }

    private String reason(Candidate best, int free) {
        return name().toLowerCase(Locale.ROOT) + ": VF " + best.index() + " of PF " + best.pf() + " ("
                + (best.hasLink() ? "link up" : "no link") + ", " + best.usedOnPf() + " in use there"
                + (best.justReleased() ? ", just released" : "") + "), out of " + free + " free";
    }
}
