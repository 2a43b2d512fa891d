package io.vfledger.inventory.projection;

import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Which entries are about what, and which made the history of each function: places in the ledger, by the allocator's
 * decision time. It has everything from the ledger's first entry on. In memory are only the names of functions and PFs,
 * and what the present owners can be asked for by. One writer, many readers.
 */
public final class LedgerIndex {
    /** Entries of a question's narrowest facet that are looked at for one page. */
    private static final int MOST_LOOKED_AT = 100_000;

    private static final int CHUNK = 500;

    private final SortedKeys keys;
    private final StepLog steps;
    private final FacetReader facets = new FacetReader();
    private final NavigableMap<NodeName, NavigableSet<PciAddress>> vfs = new ConcurrentSkipListMap<>();
    private final NavigableMap<String, NavigableSet<PciAddress>> vfsOfPfs = new ConcurrentSkipListMap<>();

    /** Over a store without keys. */
    public LedgerIndex(SortedKeys keys) {
        this.keys = keys;
        this.steps = new StepLog(keys);
    }

    /** Takes an entry; those of a node come in the order of the ledger. */
    public void add(Entry entry) {
        Collection<byte[]> written = new ArrayList<>();
        Moment moment = new Moment(entry.decidedAt(), entry.position());
        facets.read(entry).forEach(facet -> written.add(IndexKey.facet(facet, moment)));
        Map<PciAddress, Integer> ordinals = new HashMap<>();
        for (Change change : entry.changes()) {
            if (change instanceof Change.Moved move) {
                int ordinal = ordinals.merge(move.pci(), 1, Integer::sum) - 1;
                StepLog.write(new VfKey(entry.node(), move.pci()), step(entry, move, ordinal), written);
            }
        }
        keys.add(written);
        name(entry);
    }

    private static Step step(Entry entry, Change.Moved move, int ordinal) {
        return new Step(
                entry.decidedAt(), move.to(), move.fence().epoch().value(), entry.nodeSeq(), entry.position(), ordinal);
    }

    /** After the keys: whoever finds the name finds the steps. */
    private void name(Entry entry) {
        for (Change change : entry.changes()) {
            if (change instanceof Change.Moved move) {
                vfs.computeIfAbsent(entry.node(), _ -> new ConcurrentSkipListSet<>())
                        .add(move.pci());
                move.pf()
                        .map(pf -> pf.names(entry.node()))
                        .orElse(List.of())
                        .forEach(name -> vfsOfPfs.computeIfAbsent(name, _ -> new ConcurrentSkipListSet<>())
                                .add(move.pci()));
            }
        }
    }

    /** Whether an entry names that function. */
    public boolean knows(VfKey vf) {
        NavigableSet<PciAddress> ofNode = vfs.get(vf.node());
        return ofNode != null && ofNode.contains(vf.pci());
    }

    /** All functions of a node, or of all nodes, that an entry names, sorted. */
    public List<VfKey> vfs(Optional<NodeName> node) {
        List<VfKey> found = new ArrayList<>();
        vfs.forEach((name, addresses) -> {
            if (node.filter(wanted -> !wanted.equals(name)).isEmpty()) {
                addresses.forEach(pci -> found.add(new VfKey(name, pci)));
            }
        });
        return found;
    }

    /**
     * The functions that were ever described as being of a PF, sorted.
     *
     * @param node its node
     * @param pf its address or its interface's name
     */
    public SortedSet<VfKey> vfsOfPf(NodeName node, String pf) {
        SortedSet<VfKey> found = new TreeSet<>();
        NavigableSet<PciAddress> addresses = vfsOfPfs.get(node + "/" + pf);
        if (addresses != null) {
            addresses.forEach(pci -> found.add(new VfKey(node, pci)));
        }
        return found;
    }

    /** When the first entry was decided; empty where there is none. */
    public Optional<Instant> beginsAt() {
        return keys.first(IndexKey.facet(Facet.ANY, Instant.EPOCH), IndexKey.facet(Facet.ANY, Instant.MAX), 1).stream()
                .findFirst()
                .map(key -> IndexKey.moment(key).at());
    }

    /** The entries that are about all of what is asked for. */
    public LedgerQuery.Page find(LedgerQuery query) {
        Facet narrowest = query.facets().getFirst();
        byte[] low = IndexKey.facet(narrowest, query.from());
        byte[] high = IndexKey.facet(narrowest, query.to());
        if (query.after().isPresent()) {
            byte[] after = IndexKey.facet(narrowest, query.after().get());
            high = query.newestFirst() ? after : high;
            low = query.newestFirst() ? low : IndexKey.behind(after);
        }
        List<Moment> found = new ArrayList<>();
        for (int lookedAt = 0; lookedAt < MOST_LOOKED_AT; lookedAt += CHUNK) {
            List<byte[]> chunk = query.newestFirst() ? keys.last(low, high, CHUNK) : keys.first(low, high, CHUNK);
            for (byte[] key : chunk) {
                Moment moment = IndexKey.moment(key);
                if (!isAboutTheRest(query, moment)) {
                    continue;
                }
                if (found.size() == query.limit()) {
                    return new LedgerQuery.Page(found, Optional.of(found.getLast()));
                }
                found.add(moment);
            }
            if (chunk.size() < CHUNK) {
                return new LedgerQuery.Page(found, Optional.empty());
            }
            high = query.newestFirst() ? chunk.getLast() : high;
            low = query.newestFirst() ? low : IndexKey.behind(chunk.getLast());
        }
        return new LedgerQuery.Page(found, Optional.of(IndexKey.moment(query.newestFirst() ? high : low(low))));
    }

    /** The key that {@link IndexKey#behind} was asked about. */
    private static byte[] low(byte[] behind) {
        return Arrays.copyOf(behind, behind.length - 1);
    }

    private boolean isAboutTheRest(LedgerQuery query, Moment moment) {
        return query.facets().stream().skip(1).allMatch(facet -> keys.has(IndexKey.facet(facet, moment)));
    }

    /**
     * The newest steps of a function, newest first.
     *
     * @param before only those of entries before this node_seq
     * @param limit at most so many
     */
    public List<Step> newest(VfKey vf, long before, int limit) {
        return steps.newest(vf, before, limit);
    }

    /** What was in force for a function at an instant. A step counts from the very millisecond it was decided in. */
    public Found at(VfKey vf, Instant instant) {
        Optional<Step> inForce = steps.inForce(vf, instant);
        if (inForce.isEmpty()) {
            return steps.first(vf).<Found>map(Found.BeforeFirst::new).orElseGet(Found.Unknown::new);
        }
        return new Found.InForce(
                inForce.get(), inForce.filter(step -> step.phase().isOwned()).map(step -> steps.termAround(vf, step)));
    }

    /**
     * The steps of a function in an interval, and before them the one that was in force when it began.
     *
     * @param from included
     * @param to excluded
     * @param most at most so many
     */
    public List<Step> during(VfKey vf, Instant from, Instant to, int most) {
        List<Step> during = new ArrayList<>();
        steps.inForce(vf, from.minusMillis(1)).ifPresent(during::add);
        during.addAll(steps.between(vf, from, to, most));
        return during;
    }

    /**
     * The ownerships of a function that lasted into an interval.
     *
     * @param from included
     * @param to excluded
     * @param most at most so many; there may be more
     */
    public List<Term> terms(VfKey vf, Instant from, Instant to, int most) {
        List<Term> terms = new ArrayList<>();
        Optional<Step> next = steps.inForce(vf, from).or(() -> firstBetween(vf, from, to));
        while (next.isPresent() && next.get().at().isBefore(to) && terms.size() < most) {
            Step step = next.get();
            if (step.phase().isOwned()) {
                Term term = lastOf(vf, step);
                terms.add(term);
                next = term.end();
            } else {
                next = steps.after(vf, step);
            }
        }
        return terms;
    }

    private Optional<Step> firstBetween(VfKey vf, Instant from, Instant to) {
        return steps.between(vf, from, to, 1).stream().findFirst();
    }

    /** The term of a step, told from its last step: by then most of its owner is known. */
    private Term lastOf(VfKey vf, Step step) {
        Term term = steps.termAround(vf, step);
        Optional<Step> last = term.end().isPresent()
                ? steps.before(vf, term.end().get())
                : steps.newest(vf, Long.MAX_VALUE, 1).stream().findFirst();
        return new Term(term.first(), term.attached(), last.orElse(step), term.end(), term.verified());
    }
}
