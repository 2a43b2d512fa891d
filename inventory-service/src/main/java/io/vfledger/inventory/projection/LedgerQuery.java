package io.vfledger.inventory.projection;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A question for entries.
 *
 * @param facets what they must be about, all of it; empty: anything
 * @param from decided at or after this
 * @param to decided before this
 * @param newestFirst the order of the answer
 * @param after only those that come after this one in that order; empty: from the beginning
 * @param limit at most so many, 1 or more
 */
public record LedgerQuery(
        List<Facet> facets, Instant from, Instant to, boolean newestFirst, Optional<Moment> after, int limit) {
    public LedgerQuery {
        facets =
                facets.isEmpty() ? List.of(Facet.ANY) : facets.stream().sorted().toList();
        if (limit < 1) {
            throw new IllegalArgumentException("limit " + limit + " is out of range: allowed is 1 or more");
        }
    }

    /**
     * A page of the answer.
     *
     * @param found in the order asked for
     * @param next give it as {@code after} to go on; empty: there is no more
     */
    public record Page(List<Moment> found, Optional<Moment> next) {
        public Page {
            found = List.copyOf(found);
        }
    }
}
