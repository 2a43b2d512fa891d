package io.vfledger.inventory.web;

import io.vfledger.inventory.projection.Entry;
import io.vfledger.inventory.projection.EntrySource;
import io.vfledger.inventory.projection.Facet;
import io.vfledger.inventory.projection.LedgerIndex;
import io.vfledger.inventory.projection.LedgerQuery;
import io.vfledger.inventory.projection.Moment;
import io.vfledger.inventory.projection.Position;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Everything about something, over any interval since the ledger's first entry. */
@RestController
public final class LedgerApi {
    static final int DEFAULT_LIMIT = 50;
    static final int MAX_LIMIT = 500;

    private final LedgerIndex index;
    private final EntrySource ledger;
    private final ReadGate gate;
    private final Clock clock;

    public LedgerApi(LedgerIndex index, EntrySource ledger, ReadGate gate, Clock clock) {
        this.index = index;
        this.ledger = ledger;
        this.gate = gate;
        this.clock = clock;
    }

    /**
     * A page of entries.
     *
     * @param entries in the order asked for
     * @param beginsAt when the ledger's first entry was decided; absent where it has none
     * @param next give it as {@code after} to go on; absent on the last page. A page with a next may be empty: so many
     *     entries were looked at that are about a part only of what is asked for
     */
    public record LedgerPage(List<ListedEntry> entries, Optional<Instant> beginsAt, Optional<String> next) {}

    @GetMapping("/api/v1/ledger")
    LedgerPage ledger(
            @RequestParam Optional<String> pod,
            @RequestParam Optional<String> container,
            @RequestParam Optional<String> request,
            @RequestParam Optional<String> network,
            @RequestParam Optional<String> node,
            @RequestParam Optional<String> vf,
            @RequestParam Optional<String> pf,
            @RequestParam Optional<String> mac,
            @RequestParam Optional<String> ip,
            @RequestParam Optional<String> vlan,
            @RequestParam Optional<String> disposition,
            @RequestParam Optional<String> from,
            @RequestParam Optional<String> to,
            @RequestParam Optional<String> order,
            @RequestParam Optional<String> after,
            @RequestParam Optional<String> limit) {
        List<Facet> facets = new AskedFacets()
                .any(Facet.Kind.POD, pod)
                .any(Facet.Kind.CONTAINER, container)
                .any(Facet.Kind.REQUEST, request)
                .any(Facet.Kind.NETWORK, network)
                .node(node)
                .vf(vf)
                .pf(pf)
                .mac(mac)
                .ip(ip)
                .vlan(vlan)
                .disposition(disposition)
                .facets();
        AskedInterval interval = AskedInterval.parse(from, to, ZonedDateTime.now(clock));
        LedgerQuery query = new LedgerQuery(
                facets,
                interval.from(),
                interval.to(),
                newestFirst(order),
                after.map(MomentCursor::read),
                Parameters.limit(limit, DEFAULT_LIMIT, MAX_LIMIT));
        node.map(Parameters::node).ifPresentOrElse(gate::pass, gate::passWhole);
        LedgerQuery.Page page = index.find(query);
        return new LedgerPage(read(page.found()), index.beginsAt(), page.next().map(MomentCursor::write));
    }

    private List<ListedEntry> read(List<Moment> found) {
        List<Position> positions = found.stream().map(Moment::position).toList();
        Map<Position, Entry> entries = positions.isEmpty() ? Map.of() : ledger.read(positions);
        return positions.stream()
                .map(position -> {
                    Entry entry = entries.get(position);
                    if (entry == null) {
                        throw new IllegalStateException("entry at " + position + " was not read");
                    }
                    return ListedEntry.of(entry);
                })
                .toList();
    }

    private static boolean newestFirst(Optional<String> order) {
        return switch (order.orElse("newest")) {
            case "newest" -> true;
            case "oldest" -> false;
            default ->
                throw new BadRequest(
                        "order",
                        "order '" + Parameters.shown(order.orElseThrow())
                                + "' is not known: allowed are newest and oldest, whichever comes first");
        };
    }
}
