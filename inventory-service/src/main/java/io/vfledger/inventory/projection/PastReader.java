package io.vfledger.inventory.projection;

import io.vfledger.inventory.projection.EntrySource.LedgerUnreadable;
import io.vfledger.vf.VfKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells how functions were: the index says which entries to read, the ledger what they say.
 *
 * @param index of the ledger
 * @param ledger where the entries are read
 */
public record PastReader(LedgerIndex index, EntrySource ledger) {
    /** Entries that tell one term, at most. */
    private static final int ENTRIES_OF_A_TERM = 5;

    /** Ownerships told at once. */
    public static final int MOST_STAYS = EntrySource.MOST / ENTRIES_OF_A_TERM;

    /**
     * Who held a function at an instant; empty where no entry ever names it.
     *
     * @throws LedgerUnreadable when an entry cannot be had
     */
    public Optional<Holder> holder(VfKey vf, Instant at) {
        return switch (index.at(vf, at)) {
            case Found.Unknown _ -> Optional.empty();
            case Found.BeforeFirst(Step first) -> Optional.of(Holder.notKnownYet(vf, at, first));
            case Found.InForce found -> Optional.of(Holder.of(vf, at, found, ledger.read(positions(found))));
        };
    }

    private static Set<Position> positions(Found.InForce found) {
        Set<Position> positions = new LinkedHashSet<>();
        positions.add(found.step().position());
        found.term().map(Term::positions).ifPresent(positions::addAll);
        return positions;
    }

    /** An ownership whose entries are not read yet. */
    private record Untold(VfKey vf, Term term) {}

    /**
     * The ownerships of functions that lasted into an interval; empty where there are more than {@link #MOST_STAYS}.
     *
     * @throws LedgerUnreadable when an entry cannot be had
     */
    public Optional<List<Stay>> stays(Collection<VfKey> vfs, Instant from, Instant to) {
        List<Untold> untold = new ArrayList<>();
        for (VfKey vf : vfs) {
            index.terms(vf, from, to, MOST_STAYS + 1 - untold.size()).forEach(term -> untold.add(new Untold(vf, term)));
            if (untold.size() > MOST_STAYS) {
                return Optional.empty();
            }
        }
        Set<Position> positions = new LinkedHashSet<>();
        untold.forEach(stay -> positions.addAll(stay.term().positions()));
        Map<Position, Entry> entries = positions.isEmpty() ? Map.of() : ledger.read(positions);
        return Optional.of(untold.stream()
                .map(stay -> new Stay(
                        stay.vf().node(), stay.vf().pci(), new HolderReading(stay.vf(), entries).holding(stay.term())))
                .toList());
    }

    /**
     * How a function is otherwise at a later instant; empty where no entry between the two changed it.
     *
     * @throws LedgerUnreadable when an entry cannot be had
     */
    public Optional<Difference> difference(VfKey vf, Instant from, Instant to) {
        Found before = index.at(vf, from);
        if (!(index.at(vf, to) instanceof Found.InForce after) || after.isOfTheStepOf(before)) {
            return Optional.empty();
        }
        Optional<Found.InForce> known =
                before instanceof Found.InForce inForce ? Optional.of(inForce) : Optional.empty();
        Set<Position> positions = positions(after);
        known.ifPresent(inForce -> positions.addAll(positions(inForce)));
        HolderReading reading = new HolderReading(vf, ledger.read(positions));
        return Optional.of(Difference.of(vf.node(), vf.pci(), known.map(reading::was), reading.was(after)));
    }
}
