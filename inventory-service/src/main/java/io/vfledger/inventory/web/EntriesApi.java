package io.vfledger.inventory.web;

import io.vfledger.inventory.projection.Entry;
import io.vfledger.inventory.projection.InventoryStore;
import io.vfledger.inventory.projection.RecentEntries.Arrived;
import io.vfledger.vf.NodeName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The newest entries of the ledger, and those that come. */
@RestController
public final class EntriesApi {
    static final int DEFAULT_LIMIT = 100;
    static final int MAX_LIMIT = 1_000;

    private static final Comparator<Entry> NEWEST_FIRST = Comparator.comparing(Entry::decidedAt)
            .reversed()
            .thenComparing(Entry::node)
            .thenComparing(Comparator.comparingLong(Entry::nodeSeq).reversed());

    private final InventoryStore store;
    private final LiveEntries live;
    private final Cursors cursors;
    private final ReadGate gate;

    public EntriesApi(InventoryStore store, LiveEntries live, Cursors cursors, ReadGate gate) {
        this.store = store;
        this.live = live;
        this.cursors = cursors;
        this.gate = gate;
    }

    /**
     * The newest entries.
     *
     * @param entries newest first
     * @param next give it as {@code after} to get those that came since
     */
    public record Entries(List<ListedEntry> entries, String next) {}

    @GetMapping("/api/v1/entries")
    Entries entries(
            @RequestParam Optional<String> after,
            @RequestParam Optional<String> node,
            @RequestParam Optional<String> limit) {
        long since = after.map(cursors::read).orElse(0L);
        Optional<NodeName> onNode = node.map(Parameters::node);
        int most = Parameters.limit(limit, DEFAULT_LIMIT, MAX_LIMIT);
        gate.pass();
        List<Arrived> arrived = store.entriesAfter(since);
        long newest = arrived.isEmpty() ? since : arrived.getLast().arrival();
        List<ListedEntry> listed = arrived.stream()
                .map(Arrived::entry)
                .filter(entry ->
                        onNode.filter(name -> !name.equals(entry.node())).isEmpty())
                .sorted(NEWEST_FIRST)
                .limit(most)
                .map(ListedEntry::of)
                .toList();
        return new Entries(listed, cursors.write(newest));
    }

    @GetMapping(path = "/api/v1/entries/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter stream(
            @RequestParam Optional<String> after,
            @RequestParam Optional<String> node,
            @RequestHeader(name = "Last-Event-ID") Optional<String> lastEventId) {
        Optional<NodeName> onNode = node.map(Parameters::node);
        long since = lastEventId.or(() -> after).map(cursors::read).orElseGet(store::arrivals);
        gate.pass();
        return live.subscribe(onNode, since);
    }
}
