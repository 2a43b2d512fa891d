package io.vfledger.inventory.projection;

import io.vfledger.lifecycle.VfPhase;
import io.vfledger.vf.VfKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The steps of each function in the order of the ledger, and the terms of ownership that they make. */
final class StepLog {
    /** Steps read at once, where it is not known how many are needed. */
    private static final int CHUNK = 64;

    private final SortedKeys keys;

    StepLog(SortedKeys keys) {
        this.keys = keys;
    }

    static void write(VfKey vf, Step step, Collection<byte[]> into) {
        into.add(IndexKey.step(vf, step));
        into.add(IndexKey.stepByEntry(vf, step.nodeSeq(), step.at()));
    }

    /**
     * The newest steps, newest first.
     *
     * @param before only those of entries before this node_seq
     * @param most at most so many
     */
    List<Step> newest(VfKey vf, long before, int most) {
        List<byte[]> last = keys.last(IndexKey.stepByEntry(vf, 0), IndexKey.stepByEntry(vf, before), 1);
        return last.isEmpty()
                ? List.of()
                : backwards(
                        vf,
                        IndexKey.step(
                                vf,
                                IndexKey.lastNumber(last.getFirst()),
                                IndexKey.numberBeforeLast(last.getFirst()) + 1),
                        most);
    }

    /** The last step at or before an instant. */
    Optional<Step> inForce(VfKey vf, Instant at) {
        return backwards(vf, IndexKey.step(vf, justAfter(at)), 1).stream().findFirst();
    }

    /** Decisions fall on whole milliseconds. */
    private static Instant justAfter(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
    }

    /** The first step. */
    Optional<Step> first(VfKey vf) {
        return forwards(vf, IndexKey.step(vf, Instant.EPOCH), 1).stream().findFirst();
    }

    /** Steps decided from an instant on and before another, in order. */
    List<Step> between(VfKey vf, Instant from, Instant to, int most) {
        return keys.first(IndexKey.step(vf, from), IndexKey.step(vf, to), most).stream()
                .map(IndexKey::step)
                .toList();
    }

    private List<Step> backwards(VfKey vf, byte[] end, int most) {
        return keys.last(IndexKey.step(vf, Instant.EPOCH), end, most).stream()
                .map(IndexKey::step)
                .toList();
    }

    private List<Step> forwards(VfKey vf, byte[] begin, int most) {
        return keys.first(begin, IndexKey.stepsEnd(vf), most).stream()
                .map(IndexKey::step)
                .toList();
    }

    /** The term that an owned step belongs to. */
    Term termAround(VfKey vf, Step inForce) {
        List<Step> term = new ArrayList<>();
        Optional<Step> verified = backToItsBegin(vf, inForce, term);
        Optional<Step> end = onToItsEnd(vf, inForce, term);
        Optional<Step> attached =
                term.stream().filter(step -> step.phase() == VfPhase.ATTACHED).findFirst();
        return new Term(term.getFirst(), attached, inForce, end, verified);
    }

    /**
     * Collects the steps of the term up to that one.
     *
     * @return the step by which the function came to be FREE, where it was FREE when the term began
     */
    private Optional<Step> backToItsBegin(VfKey vf, Step inForce, List<Step> term) {
        List<Step> newestFirst = new ArrayList<>(List.of(inForce));
        Optional<Step> free = Optional.empty();
        for (Optional<Step> next = before(vf, inForce); next.isPresent(); ) {
            List<Step> chunk = backwards(vf, IndexKey.behind(IndexKey.step(vf, next.get())), CHUNK);
            for (Step step : chunk) {
                if (free.isEmpty() && isOfTerm(step, inForce)) {
                    newestFirst.add(step);
                } else if (step.phase() == VfPhase.FREE) {
                    free = Optional.of(step);
                } else {
                    term.addAll(newestFirst.reversed());
                    return free;
                }
            }
            next = before(vf, chunk.getLast());
        }
        term.addAll(newestFirst.reversed());
        return free;
    }

    /** Collects the steps of the term after that one; the first step after the term. */
    private Optional<Step> onToItsEnd(VfKey vf, Step inForce, List<Step> term) {
        Step last = inForce;
        while (true) {
            List<Step> chunk = forwards(vf, IndexKey.behind(IndexKey.step(vf, last)), CHUNK);
            for (Step step : chunk) {
                if (!isOfTerm(step, inForce)) {
                    return Optional.of(step);
                }
                term.add(step);
            }
            if (chunk.size() < CHUNK) {
                return Optional.empty();
            }
            last = chunk.getLast();
        }
    }

    /** The step before that one. */
    Optional<Step> before(VfKey vf, Step step) {
        return backwards(vf, IndexKey.step(vf, step), 1).stream().findFirst();
    }

    /** The step after that one. */
    Optional<Step> after(VfKey vf, Step step) {
        return forwards(vf, IndexKey.behind(IndexKey.step(vf, step)), 1).stream()
                .findFirst();
    }

    private static boolean isOfTerm(Step step, Step inForce) {
        return step.phase().isOwned() && step.epoch() == inForce.epoch();
    }
}
