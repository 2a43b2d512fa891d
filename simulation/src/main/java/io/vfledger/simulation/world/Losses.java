package io.vfledger.simulation.world;

import io.vfledger.host.PartitionHost;
import io.vfledger.host.RestoreResult;
import io.vfledger.simulation.allocator.Allocator;
import io.vfledger.simulation.allocator.EntryHashes;
import io.vfledger.simulation.check.BrokenRule;
import io.vfledger.simulation.check.Coverage;
import io.vfledger.simulation.check.Referee;
import io.vfledger.simulation.fate.Fate;
import io.vfledger.simulation.log.Log;
import io.vfledger.simulation.log.Topic;
import java.util.List;
import java.util.Optional;

/**
 * Takes acknowledged records away, as an unclean election or a broken disk does, and judges what came of it: a partition
 * whose ledger or state has lost its end is not served, or at the latest an audit shows it; where agents or people were not
 * heard, or commands did not arrive, all comes right by itself.
 */
final class Losses implements Allocator.Watcher {
    private static final int MOST_LOST = 6;

    private final Fate fate;
    private final Log log;
    private final Referee referee;
    private Optional<Loss> loss = Optional.empty();
    private boolean mustBeRefused;
    private String end = "nothing was there to be lost";

    /** What was lost: the end of a topic's partition, or of all that the newest transaction wrote. */
    private record Loss(int partition, Optional<Topic> of) {
        boolean isOfLedger() {
            return of.isEmpty() || of.get() == Topic.LEDGER;
        }

        /** Whether it is what a partition is restored from. */
        boolean isOfState() {
            return isOfLedger() || of.get() == Topic.VF_STATE || of.get() == Topic.NODE_STATE;
        }

        @Override
        public String toString() {
            return of.map(Topic::text).orElse("transaction");
        }
    }

    /** A partition that has lost something is not served any more: nothing else will happen in it. */
    static final class NotServed extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotServed(RestoreResult.Mismatch why) {
            super(why.toString());
        }
    }

    Losses(Fate fate, Log log, Referee referee) {
        this.fate = fate;
        this.log = log;
        this.referee = referee;
    }

    /** Loses what is acknowledged in a partition; says whether there is anything now that is not open. */
    boolean strike(int partition) {
        if (!List.of(Topic.values()).stream().allMatch(topic -> log.isSettled(topic, partition))) {
            return false;
        }
        List<Topic> topics = List.of(Topic.values());
        int which = fate.chance().below(topics.size() + 1);
        Optional<Topic> of = which < topics.size() ? Optional.of(topics.get(which)) : Optional.empty();
        int count = of.isPresent()
                ? log.lose(of.get(), partition, (int) fate.chance().between(1, MOST_LOST))
                : log.loseTransaction(partition);
        if (count > 0) {
            loss = Optional.of(new Loss(partition, of));
            end = "settled";
        }
        fate.trace().say(() -> "LOST: " + count + " records of partition " + partition + ", " + loss);
        return true;
    }

    /** Nobody goes on with what it had in memory: a ledger without its end must not be served at all. */
    void everybodyRestores() {
        mustBeRefused = loss.flatMap(Loss::of).equals(Optional.of(Topic.LEDGER));
    }

    /** What was lost, and what came of it. */
    String verdict() {
        String asked = referee.gaps() > 0 ? ", asked for" : "";
        return loss.map(known -> known + " ").orElse("") + end + asked;
    }

    /** The partition that has lost something was refused. */
    void notServed() {
        end = "not served";
    }

    /** Everything has settled, and everybody has read the log anew since; what is left must show what is missing. */
    void judge() {
        if (loss.filter(Loss::isOfLedger).isEmpty()) {
            return;
        }
        if (mustBeRefused) {
            throw new BrokenRule("LOSSES_ARE_NOTICED", "the ledger lost its end, and was restored and served");
        }
        try {
            new Referee(log, new EntryHashes(), fate.trace(), new Coverage()).read();
        } catch (BrokenRule seen) {
            end = "seen by an audit";
            return;
        }
        throw new BrokenRule("LOSSES_ARE_NOTICED", loss.get() + " lost its end, is served, and all fits together");
    }

    @Override
    public void holds(int partition, PartitionHost host) {
        referee.holds(partition, host);
    }

    @Override
    public void refused(int partition, RestoreResult.Mismatch mismatch) {
        if (loss.filter(known -> known.isOfState() && known.partition() == partition)
                .isPresent()) {
            throw new NotServed(mismatch);
        }
        referee.refused(partition, mismatch);
    }
}
