package io.vfledger.inventory.web;

import io.vfledger.inventory.projection.Difference;
import io.vfledger.inventory.projection.EntrySource;
import io.vfledger.inventory.projection.LedgerIndex;
import io.vfledger.inventory.projection.PastReader;
import io.vfledger.inventory.projection.PhaseTimes;
import io.vfledger.inventory.projection.Sharing;
import io.vfledger.inventory.projection.Step;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.VfKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Questions about intervals: who shared a PF, how long functions stood in each phase, what changed. */
@RestController
public final class PastApi {
    static final int DEFAULT_LIMIT = 100;
    static final int MAX_LIMIT = 500;

    /** Steps that one question may go through. */
    private static final int MOST_STEPS = 200_000;

    private final LedgerIndex index;
    private final PastReader past;
    private final ReadGate gate;
    private final Clock clock;

    public PastApi(LedgerIndex index, EntrySource ledger, ReadGate gate, Clock clock) {
        this.index = index;
        this.past = new PastReader(index, ledger);
        this.gate = gate;
        this.clock = clock;
    }

    @GetMapping("/api/v1/sharing")
    Sharing sharing(
            @RequestParam Optional<String> pf, @RequestParam Optional<String> from, @RequestParam Optional<String> to) {
        AskedPf asked = AskedPf.parse(
                pf.orElseThrow(() -> new BadRequest("pf", "pf is missing: allowed are node/pci and node/interface")));
        AskedInterval interval = interval(from, to);
        gate.pass(asked.node());
        SortedSet<VfKey> vfs = index.vfsOfPf(asked.node(), asked.name());
        if (vfs.isEmpty()) {
            throw new NotFound("no entry names a function of PF '" + asked + "': GET /api/v1/nodes/" + asked.node()
                    + " lists those of that node");
        }
        return past.stays(vfs, interval.from(), interval.to())
                .map(stays -> Sharing.of(stays, interval.from(), interval.to()))
                .orElseThrow(() -> new BadRequest(
                        "from",
                        "from that time on there were more than " + PastReader.MOST_STAYS + " owners on " + asked
                                + ": ask for a shorter interval"));
    }

    /**
     * Time in each phase.
     *
     * @param from included
     * @param to excluded
     * @param vfs how many functions were counted
     * @param phases in the order of the life cycle
     */
    public record Phases(Instant from, Instant to, int vfs, List<PhaseTimes.OfPhase> phases) {}

    @GetMapping("/api/v1/phases")
    Phases phases(
            @RequestParam Optional<String> node,
            @RequestParam Optional<String> vf,
            @RequestParam Optional<String> from,
            @RequestParam Optional<String> to) {
        Optional<VfKey> one = vf.map(text -> Parameters.vfKey("vf", text));
        Optional<NodeName> onNode = one.map(VfKey::node).or(() -> node.map(Parameters::node));
        ZonedDateTime now = ZonedDateTime.now(clock);
        AskedInterval asked = AskedInterval.parse(from, to, now);
        Instant end = asked.to().isAfter(now.toInstant()) ? now.toInstant() : asked.to();
        onNode.ifPresentOrElse(gate::pass, gate::passWhole);
        one.filter(key -> !index.knows(key)).ifPresent(key -> {
            throw VfsApi.unknown(key);
        });
        Collection<VfKey> vfs = one.map(List::of).orElseGet(() -> index.vfs(onNode));
        PhaseTimes times = new PhaseTimes(asked.from(), end);
        int steps = 0;
        for (VfKey key : vfs) {
            List<Step> during = index.during(key, asked.from(), end, MOST_STEPS + 1 - steps);
            steps += during.size();
            if (steps > MOST_STEPS) {
                throw new BadRequest(
                        "from", "more than " + MOST_STEPS + " steps are in that interval: ask for a shorter one");
            }
            times.add(during);
        }
        return new Phases(asked.from(), end, vfs.size(), times.phases());
    }

    /**
     * A page of what changed.
     *
     * @param from the earlier instant
     * @param to the later one
     * @param differences functions that are otherwise, sorted
     * @param sameAgain functions of this page that changed and are again as they were
     * @param next give it as {@code after} to go on; absent on the last page
     */
    public record Diff(Instant from, Instant to, List<Difference> differences, int sameAgain, Optional<String> next) {}

    @GetMapping("/api/v1/diff")
    Diff diff(
            @RequestParam Optional<String> from,
            @RequestParam Optional<String> to,
            @RequestParam Optional<String> node,
            @RequestParam Optional<String> after,
            @RequestParam Optional<String> limit) {
        if (from.isEmpty()) {
            throw new BadRequest("from", "from is missing: it is the instant to compare with");
        }
        AskedInterval interval = interval(from, to);
        Optional<NodeName> onNode = node.map(Parameters::node);
        Optional<VfKey> last = after.map(text -> Parameters.vfKey("after", text));
        int most = Parameters.limit(limit, DEFAULT_LIMIT, MAX_LIMIT);
        onNode.ifPresentOrElse(gate::pass, gate::passWhole);
        List<VfKey> vfs = index.vfs(onNode).stream()
                .filter(key -> last.isEmpty() || key.compareTo(last.get()) > 0)
                .toList();
        return page(interval, vfs, most);
    }

    /** Of so many functions that changed at all, whether they are otherwise or as they were: each of them is read. */
    private Diff page(AskedInterval interval, List<VfKey> vfs, int most) {
        List<Difference> differences = new ArrayList<>();
        Optional<VfKey> lastRead = Optional.empty();
        int sameAgain = 0;
        for (VfKey key : vfs) {
            if (differences.size() + sameAgain == most) {
                return new Diff(interval.from(), interval.to(), differences, sameAgain, lastRead.map(VfKey::toString));
            }
            Optional<Difference> difference = past.difference(key, interval.from(), interval.to());
            if (difference.isPresent() && difference.get().changed().isEmpty()) {
                sameAgain++;
            } else {
                difference.ifPresent(differences::add);
            }
            lastRead = Optional.of(key);
        }
        return new Diff(interval.from(), interval.to(), differences, sameAgain, Optional.empty());
    }

    private AskedInterval interval(Optional<String> from, Optional<String> to) {
        return AskedInterval.parse(from, to, ZonedDateTime.now(clock));
    }
}
