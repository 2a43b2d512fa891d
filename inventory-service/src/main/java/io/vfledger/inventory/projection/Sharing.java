package io.vfledger.inventory.projection;

import io.vfledger.vf.PciAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which owners had functions of one PF at the same time.
 *
 * @param stays the ownerships that lasted into the interval, by their begin
 * @param pairs of them, those that overlapped within it and were not the same pod's, by the begin of the overlap
 * @param pairsLeftOut how many more pairs there are
 */
public record Sharing(List<Stay> stays, List<Pair> pairs, int pairsLeftOut) {
    /** Pairs shown: their number grows with the square of that of stays. */
    static final int MOST_PAIRS = 1_000;

    public Sharing {
        stays = List.copyOf(stays);
        pairs = List.copyOf(pairs);
    }

    /**
     * Two owners at the same time.
     *
     * @param first whose ownership began first
     * @param firstPci what it had
     * @param second the other
     * @param secondPci what that had
     * @param from since when both
     * @param until until when both; the end of the interval where it lasted longer
     */
    public record Pair(
            String first, PciAddress firstPci, String second, PciAddress secondPci, Instant from, Instant until) {}

    /** Of ownerships that lasted into an interval. */
    public static Sharing of(List<Stay> unsorted, Instant from, Instant to) {
        List<Stay> stays = unsorted.stream()
                .sorted(Comparator.<Stay, Instant>comparing(
                                stay -> stay.holding().givenAt())
                        .thenComparing(Stay::pci))
                .toList();
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < stays.size(); i++) {
            for (int j = i + 1; j < stays.size(); j++) {
                pair(stays.get(i), stays.get(j), from, to).ifPresent(pairs::add);
            }
        }
        pairs.sort(
                Comparator.comparing(Pair::from).thenComparing(Pair::firstPci).thenComparing(Pair::secondPci));
        int shown = Math.min(MOST_PAIRS, pairs.size());
        return new Sharing(stays, pairs.subList(0, shown), pairs.size() - shown);
    }

    private static Optional<Pair> pair(Stay first, Stay second, Instant from, Instant to) {
        Instant begin =
                latest(from, latest(first.holding().givenAt(), second.holding().givenAt()));
        Instant end = earliest(to, earliest(untilOr(first, to), untilOr(second, to)));
        boolean same = first.holding().owner().pod().isPresent()
                && first.holding().owner().pod().equals(second.holding().owner().pod());
        return same || !begin.isBefore(end)
                ? Optional.empty()
                : Optional.of(new Pair(first.who(), first.pci(), second.who(), second.pci(), begin, end));
    }

    private static Instant untilOr(Stay stay, Instant otherwise) {
        return stay.holding().until().orElse(otherwise);
    }

    private static Instant latest(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earliest(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
