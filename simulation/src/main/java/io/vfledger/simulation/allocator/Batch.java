package io.vfledger.simulation.allocator;

import io.vfledger.host.Prepared;
import io.vfledger.simulation.log.Place;
import io.vfledger.simulation.log.Transaction;
import java.util.SortedMap;

/**
 * A batch between its decision and what becomes of it.
 *
 * @param transaction that holds all of it
 * @param prepared of each partition number
 * @param next the next offsets, as they are once it is committed
 */
record Batch(Transaction transaction, SortedMap<Integer, Prepared> prepared, SortedMap<Place, Long> next) {}
