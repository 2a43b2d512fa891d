package io.vfledger.inventory.projection;

import io.vfledger.inventory.projection.Holder.Answer;
import io.vfledger.inventory.projection.Holder.Handover;
import io.vfledger.inventory.projection.Holder.Holding;
import io.vfledger.vf.Epoch;
import io.vfledger.vf.VfKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a term of ownership out of the entries that made it. */
final class HolderReading {
    private final VfKey vf;
    private final Map<Position, Entry> entries;

    HolderReading(VfKey vf, Map<Position, Entry> entries) {
        this.vf = vf;
        this.entries = entries;
    }

    EntryRef ref(Step step) {
        return EntryRef.of(entry(step));
    }

    Holding holding(Term term) {
        Change.Moved first = move(term.first());
        Owner owner = first.owner();
        Tuning tuning = first.tuning();
        if (term.attached().isPresent()
                && !term.attached().get().at().isAfter(term.inForce().at())) {
            Change.Moved attached = move(term.attached().get());
            owner = attached.owner().over(owner);
            tuning = attached.tuning().over(tuning);
        }
        Change.Moved now = move(term.inForce());
        owner = now.owner().over(owner);
        tuning = now.tuning().over(tuning);
        return new Holding(
                owner,
                new Epoch(term.first().epoch()),
                tuning.mac(term.inForce().phase()),
                tuning.vlan(term.inForce().phase()),
                tuning,
                term.first().at(),
                term.attached().map(Step::at),
                term.end().map(Step::at),
                ref(term.first()),
                term.attached().map(this::ref),
                term.end().map(this::ref),
                handover(term));
    }

    /** How the function was while a step was in force. */
    Difference.Was was(Found.InForce found) {
        Change.Moved move = move(found.step());
        Optional<Holding> holding = found.term().map(this::holding);
        Owner owner = holding.map(Holding::owner).orElse(move.owner());
        Tuning tuning = holding.map(Holding::tuning).orElse(move.tuning());
        return new Difference.Was(
                move.to(),
                move.fence().epoch().value(),
                owner,
                tuning.mac(move.to()),
                tuning.vlan(move.to()),
                tuning,
                ref(found.step()));
    }

    private Handover handover(Term term) {
        if (term.verified().isPresent()) {
            Entry entry = entry(term.verified().get());
            return new Handover(
                    Optional.of(true),
                    Optional.of(EntryRef.of(entry)),
                    List.of(),
                    "Verified equal to its baseline by entry " + entry.nodeSeq() + " at " + entry.decidedAt()
                            + ", and given to nobody in between.");
        }
        Entry entry = entry(term.first());
        Cause.Content content = entry.cause().told();
        if (content.clean().isPresent()) {
            boolean clean = content.clean().get();
            return new Handover(
                    Optional.of(clean),
                    Optional.of(EntryRef.of(entry)),
                    content.differences(),
                    "Read back " + (clean ? "equal to" : "different from") + " its baseline by entry " + entry.nodeSeq()
                            + ", which gave it at once.");
        }
        return new Handover(
                Optional.empty(),
                Optional.of(EntryRef.of(entry)),
                List.of(),
                "It was not FREE when the term began: nothing says that it was verified before.");
    }

    String sentence(Answer answer, Step step, Optional<Holding> holding) {
        String who = holding.map(Holding::owner).map(HolderReading::who).orElse("nobody");
        String since = " (" + step.phase() + " since " + step.at() + ").";
        return switch (answer) {
            case IN_USE -> vf + " was held by " + who + since;
            case BEING_GIVEN -> vf + " was being given to " + who + since;
            case BEING_TAKEN_BACK -> vf + " was being taken back from " + who + since;
            case KEPT -> vf + " was kept for " + who + since;
            case NOBODY, NOT_KNOWN_YET -> "Nobody held " + vf + since;
        };
    }

    static String who(Owner owner) {
        String pod = owner.pod().map(p -> "pod " + p).or(owner::demand).orElse("an owner that no entry names");
        return owner.attachment()
                .map(a -> pod + ", network " + a.network() + ", " + a.ifname())
                .orElse(pod);
    }

    private Change.Moved move(Step step) {
        return entry(step).movesOf(vf.pci()).get(step.ordinal());
    }

    private Entry entry(Step step) {
        Entry entry = entries.get(step.position());
        if (entry == null) {
            throw new IllegalArgumentException("entry at " + step.position() + " was not given");
        }
        return entry;
    }
}
