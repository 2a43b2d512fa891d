package io.vfledger.inventory.projection;

import io.vfledger.vf.Attachment;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.PodIdentity;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfKey;
import io.vfledger.vf.VfSettings;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Tells what an entry is about. An entry that ends an ownership does not name who had it: so it is kept of each function
 * what its present owner can be asked for by. For one thread.
 */
final class FacetReader {
    /** Most entries are, so nobody looks for them by that. */
    private static final String APPLIED = "applied";

    private final Map<VfKey, OfOwner> owners = new HashMap<>();

    private record OfOwner(long epoch, Set<Facet> facets) {}

    /** What the next entry is about; those of a node come in the order of the ledger. */
    Set<Facet> read(Entry entry) {
        Set<Facet> facets = new LinkedHashSet<>();
        facets.add(Facet.ANY);
        facets.add(new Facet(Facet.Kind.NODE, entry.node().value()));
        if (!entry.disposition().equals(APPLIED)) {
            add(facets, Facet.Kind.DISPOSITION, entry.disposition());
        }
        Cause.Content told = entry.cause().told();
        told.requestId().ifPresent(id -> add(facets, Facet.Kind.REQUEST, id));
        told.attachment().ifPresent(attachment -> attachment(facets, attachment));
        told.pod().ifPresent(pod -> pod(facets, pod));
        for (Change change : entry.changes()) {
            switch (change) {
                case Change.Moved move -> moved(facets, new VfKey(entry.node(), move.pci()), move);
                case Change.Opened(Request request) -> {
                    add(facets, Facet.Kind.REQUEST, request.requestId());
                    attachment(facets, request.attachment());
                    request.pod().ifPresent(pod -> pod(facets, pod));
                }
                case Change.Closed(String requestId) -> add(facets, Facet.Kind.REQUEST, requestId);
                case Change.OfNode _ -> {}
            }
        }
        return facets;
    }

    private void moved(Set<Facet> facets, VfKey vf, Change.Moved move) {
        facets.add(new Facet(Facet.Kind.VF, vf.toString()));
        move.pf().ifPresent(pf -> pf.names(vf.node()).forEach(name -> add(facets, Facet.Kind.PF, name)));
        Set<Facet> owned = new LinkedHashSet<>();
        owner(owned, move.owner());
        if (move.to().isOwned()) {
            tuning(owned, move.tuning());
        }
        facets.addAll(owned);
        OfOwner before = owners.remove(vf);
        if (before != null) {
            facets.addAll(before.facets());
        }
        if (move.to().isOwned()) {
            long epoch = move.fence().epoch().value();
            if (before != null && before.epoch() == epoch) {
                owned.addAll(before.facets());
            }
            owners.put(vf, new OfOwner(epoch, owned));
        }
    }

    private static void owner(Set<Facet> facets, Owner owner) {
        owner.pod().ifPresent(pod -> pod(facets, pod));
        owner.attachment().ifPresent(attachment -> attachment(facets, attachment));
        owner.requestId().ifPresent(id -> add(facets, Facet.Kind.REQUEST, id));
        owner.ips().forEach(ip -> add(facets, Facet.Kind.IP, ip(ip)));
    }

    private static void tuning(Set<Facet> facets, Tuning tuning) {
        tuning.asked().flatMap(VfSettings::mac).ifPresent(mac -> mac(facets, mac));
        tuning.readBack().flatMap(VfAttributes::ownMac).ifPresent(mac -> mac(facets, mac));
        tuning.readBack()
                .flatMap(VfAttributes::adminMac)
                .filter(mac -> !mac.isZero())
                .ifPresent(mac -> mac(facets, mac));
        tuning.asked()
                .flatMap(VfSettings::vlan)
                .or(() -> tuning.readBack().flatMap(VfAttributes::vlan))
                .ifPresent(vlan -> add(facets, Facet.Kind.VLAN, Integer.toString(vlan.id())));
    }

    private static void pod(Set<Facet> facets, PodIdentity pod) {
        add(facets, Facet.Kind.POD, pod.name());
        add(facets, Facet.Kind.POD, pod.namespace() + "/" + pod.name());
        pod.uid().ifPresent(uid -> add(facets, Facet.Kind.POD, uid.value()));
    }

    private static void attachment(Set<Facet> facets, Attachment attachment) {
        add(facets, Facet.Kind.CONTAINER, attachment.containerId().value());
        add(facets, Facet.Kind.NETWORK, attachment.network().value());
    }

    private static void mac(Set<Facet> facets, MacAddress mac) {
        add(facets, Facet.Kind.MAC, mac.toString());
    }

    /** An address as it is asked for: without prefix length, in small letters. */
    static String ip(String address) {
        int slash = address.indexOf('/');
        return (slash < 0 ? address : address.substring(0, slash)).toLowerCase(Locale.ROOT);
    }

    /** What cannot be asked for, since it is empty or longer than a question may be, is left out. */
    private static void add(Set<Facet> facets, Facet.Kind kind, String value) {
        if (Facet.mayBe(value)) {
            facets.add(new Facet(kind, value));
        }
    }
}
