package io.vfledger.inventory.web;

import io.vfledger.inventory.projection.Cause;
import io.vfledger.inventory.projection.Change;
import io.vfledger.inventory.projection.Entry;
import io.vfledger.inventory.projection.EntryRef;
import io.vfledger.inventory.projection.EntrySource;
import io.vfledger.inventory.projection.Holder;
import io.vfledger.inventory.projection.InventoryStore;
import io.vfledger.inventory.projection.LedgerIndex;
import io.vfledger.inventory.projection.PastReader;
import io.vfledger.inventory.projection.Position;
import io.vfledger.inventory.projection.Step;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The functions as they were. */
@RestController
public final class HistoryApi {
    static final int DEFAULT_LIMIT = 50;
    static final int MAX_LIMIT = 500;

    private final InventoryStore store;
    private final LedgerIndex index;
    private final EntrySource ledger;
    private final ReadGate gate;
    private final Clock clock;

    public HistoryApi(InventoryStore store, LedgerIndex index, EntrySource ledger, ReadGate gate, Clock clock) {
        this.store = store;
        this.index = index;
        this.ledger = ledger;
        this.gate = gate;
        this.clock = clock;
    }

    /**
     * A page of a function's history.
     *
     * @param node where it is
     * @param pci its address there
     * @param steps newest first
     * @param next give it as {@code before} to get older ones; absent where there are none
     */
    public record History(NodeName node, PciAddress pci, List<HistoryStep> steps, Optional<Long> next) {}

    /**
     * A step of a function.
     *
     * @param entry the entry that it is part of
     * @param cause what that was made for
     * @param step the step
     */
    public record HistoryStep(EntryRef entry, Cause cause, Change.Moved step) {}

    @GetMapping("/api/v1/vfs/{node}/{pci}/history")
    History history(
            @PathVariable String node,
            @PathVariable String pci,
            @RequestParam Optional<String> before,
            @RequestParam Optional<String> limit) {
        VfKey key = Parameters.vf(node, pci);
        long beforeSeq = before.map(text -> Parameters.number("before", text, 1, Long.MAX_VALUE))
                .orElse(Long.MAX_VALUE);
        int most = Parameters.limit(limit, DEFAULT_LIMIT, MAX_LIMIT);
        gate.pass(key.node());
        List<Step> steps = wholeEntries(index.newest(key, beforeSeq, most + 1), most);
        if (steps.isEmpty() && store.vf(key).isEmpty() && !index.knows(key)) {
            throw VfsApi.unknown(key);
        }
        Set<Position> positions = new LinkedHashSet<>();
        steps.forEach(step -> positions.add(step.position()));
        Map<Position, Entry> entries = positions.isEmpty() ? Map.of() : ledger.read(positions);
        List<HistoryStep> shown =
                steps.stream().map(step -> shown(key, step, entries)).toList();
        Optional<Long> oldest =
                steps.isEmpty() ? Optional.empty() : Optional.of(steps.getLast().nodeSeq());
        Optional<Long> next = oldest.filter(seq -> !index.newest(key, seq, 1).isEmpty());
        return new History(key.node(), key.pci(), shown, next);
    }

    @GetMapping("/api/v1/vfs/{node}/{pci}/holder")
    Holder holder(@PathVariable String node, @PathVariable String pci, @RequestParam Optional<String> at) {
        VfKey key = Parameters.vf(node, pci);
        ZonedDateTime now = ZonedDateTime.now(clock);
        Instant asked = at.map(text -> AskedInstant.parse("at", text, now)).orElseGet(now::toInstant);
        gate.pass(key.node());
        return new PastReader(index, ledger).holder(key, asked).orElseThrow(() -> VfsApi.unknown(key));
    }

    /** Cuts a page at the border of an entry, so that the next one begins with a whole entry. */
    private static List<Step> wholeEntries(List<Step> steps, int most) {
        if (steps.size() <= most) {
            return steps;
        }
        long cut = steps.getLast().nodeSeq();
        List<Step> whole = steps.stream().filter(step -> step.nodeSeq() != cut).toList();
        return whole.isEmpty() ? steps.subList(0, most) : whole;
    }

    private static HistoryStep shown(VfKey key, Step step, Map<Position, Entry> entries) {
        Entry entry = entries.get(step.position());
        if (entry == null) {
            throw new IllegalStateException("entry at " + step.position() + " was not read");
        }
        return new HistoryStep(
                EntryRef.of(entry), entry.cause(), entry.movesOf(key.pci()).get(step.ordinal()));
    }
}
