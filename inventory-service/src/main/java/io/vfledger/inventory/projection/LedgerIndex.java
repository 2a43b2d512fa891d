package io.vfledger.inventory.projection;

import io.vfledger.lifecycle.VfPhase;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which entries made the history of each function. It keeps at most a stated number of steps over all functions; when
 * that is reached, each gives up the older half of its own, and says so when asked for what it no longer has.
 */
public final class LedgerIndex {
    private final int maxSteps;
    private final Map<VfKey, Steps> byVf = new HashMap<>();
    private int total;

    /**
     * Makes an empty index.
     *
     * @param maxSteps steps kept at most, 1,000 to 100,000,000; 40 bytes each
     */
    public LedgerIndex(int maxSteps) {
        if (maxSteps < 1_000 || maxSteps > 100_000_000) {
            throw new IllegalArgumentException(
                    "history bound of " + maxSteps + " steps is out of range: allowed are 1000 to 100000000");
        }
        this.maxSteps = maxSteps;
    }

    /** Takes the steps of an entry; entries of a node come in the order of the ledger. */
    public void add(Entry entry) {
        Map<PciAddress, Integer> ordinals = new HashMap<>();
        for (Change change : entry.changes()) {
            if (change instanceof Change.Moved move) {
                int ordinal = ordinals.merge(move.pci(), 1, Integer::sum) - 1;
                byVf.computeIfAbsent(
                                new VfKey(entry.node(), move.pci()),
                                _ -> new Steps(entry.position().partition()))
                        .add(new Step(
                                entry.decidedAt(),
                                move.to(),
                                move.fence().epoch().value(),
                                entry.nodeSeq(),
                                entry.position(),
                                ordinal));
                total++;
            }
        }
        if (total > maxSteps) {
            byVf.values().forEach(steps -> total -= steps.dropOlderHalf());
        }
    }

    /** Number of steps kept over all functions. */
    public int size() {
        return total;
    }

    /**
     * The newest steps of a function, newest first.
     *
     * @param before only those of entries before this node_seq
     * @param limit at most so many
     */
    public List<Step> newest(VfKey vf, long before, int limit) {
        Steps steps = byVf.get(vf);
        if (steps == null) {
            return List.of();
        }
        List<Step> newest = new ArrayList<>();
        for (int i = steps.countBefore(before) - 1; i >= 0 && newest.size() < limit; i--) {
            newest.add(steps.get(i));
        }
        return newest;
    }

    /** Since when the history of a function is complete here; empty: since its first entry. */
    public Optional<Instant> completeSince(VfKey vf) {
        Steps steps = byVf.get(vf);
        return steps == null || !steps.trimmed()
                ? Optional.empty()
                : Optional.of(steps.get(0).at());
    }

    /** What was in force for a function at an instant. A step counts from the very millisecond it was decided in. */
    public Found at(VfKey vf, Instant instant) {
        Steps steps = byVf.get(vf);
        if (steps == null) {
            return new Found.Unknown();
        }
        int found = steps.lastAtOrBefore(instant);
        if (found < 0) {
            Step first = steps.get(0);
            return steps.trimmed() ? new Found.NotKept(first.at()) : new Found.BeforeFirst(first);
        }
        Step inForce = steps.get(found);
        return new Found.InForce(
                inForce, inForce.phase().isOwned() ? Optional.of(termAround(steps, found)) : Optional.empty());
    }

    private static Term termAround(Steps steps, int found) {
        long epoch = steps.epoch(found);
        int first = found;
        while (first > 0
                && steps.epoch(first - 1) == epoch
                && steps.phase(first - 1).isOwned()) {
            first--;
        }
        int after = found + 1;
        while (after < steps.size()
                && steps.epoch(after) == epoch
                && steps.phase(after).isOwned()) {
            after++;
        }
        Optional<Step> attached = Optional.empty();
        for (int i = first; i < after && attached.isEmpty(); i++) {
            if (steps.phase(i) == VfPhase.ATTACHED) {
                attached = Optional.of(steps.get(i));
            }
        }
        Optional<Step> end = after < steps.size() ? Optional.of(steps.get(after)) : Optional.empty();
        boolean cut = first == 0 && steps.trimmed();
        return new Term(steps.get(first), attached, steps.get(found), end, verifiedBefore(steps, first), cut);
    }

    /** The step by which a function came to be FREE, where it was FREE when the term began. */
    private static Optional<Step> verifiedBefore(Steps steps, int first) {
        int i = first - 1;
        if (i < 0 || steps.phase(i) != VfPhase.FREE) {
            return Optional.empty();
        }
        while (i > 0 && steps.phase(i - 1) == VfPhase.FREE) {
            i--;
        }
        return Optional.of(steps.get(i));
    }
}
