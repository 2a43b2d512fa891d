package io.vfledger.simulation.allocator;

import io.vfledger.host.PartitionHost;
import io.vfledger.simulation.log.Place;
import java.util.SortedMap;

/**
 * A partition that an instance decides.
 *
 * @param host its state
 * @param next the next offsets to read
 */
record Serving(PartitionHost host, SortedMap<Place, Long> next) {}
