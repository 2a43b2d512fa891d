package io.vfledger.inventory.web;

import io.vfledger.inventory.projection.Facet;
import io.vfledger.vf.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads what entries are asked to be about; values of a known form are brought into that of the ledger. */
final class AskedFacets {
    private static final Set<String> NOT_APPLIED = Set.of("duplicate", "ignored", "refused");

    private final List<Facet> facets = new ArrayList<>();

    AskedFacets node(Optional<String> text) {
        return add(Facet.Kind.NODE, text.map(value -> Parameters.node(value).value()));
    }

    AskedFacets vf(Optional<String> text) {
        return add(
                Facet.Kind.VF, text.map(value -> Parameters.vfKey("vf", value).toString()));
    }

    AskedFacets pf(Optional<String> text) {
        return add(Facet.Kind.PF, text.map(value -> AskedPf.parse(value).toString()));
    }

    AskedFacets mac(Optional<String> text) {
        return add(
                Facet.Kind.MAC,
                text.map(value ->
                        Parameters.read("mac", value, MacAddress::parse).toString()));
    }

    AskedFacets vlan(Optional<String> text) {
        return add(Facet.Kind.VLAN, text.map(value -> Long.toString(Parameters.number("vlan", value, 0, 4_095))));
    }

    AskedFacets ip(Optional<String> text) {
        return add(Facet.Kind.IP, text.map(value -> value.toLowerCase(Locale.ROOT)));
    }

    AskedFacets disposition(Optional<String> text) {
        text.filter(value -> !NOT_APPLIED.contains(value)).ifPresent(value -> {
            throw new BadRequest(
                    "disposition",
                    "disposition '" + Parameters.shown(value)
                            + "' is not known: allowed are duplicate, ignored, refused");
        });
        return add(Facet.Kind.DISPOSITION, text);
    }

    /** A text of any form. */
    AskedFacets any(Facet.Kind kind, Optional<String> text) {
        return add(kind, text);
    }

    private AskedFacets add(Facet.Kind kind, Optional<String> text) {
        text.map(value -> Parameters.read(kind.parameter(), value, given -> new Facet(kind, given)))
                .ifPresent(facets::add);
        return this;
    }

    List<Facet> facets() {
        return facets;
    }
}
