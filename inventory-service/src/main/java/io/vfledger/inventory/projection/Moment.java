package io.vfledger.inventory.projection;

import java.time.Instant;

/**
 * Where an entry stands among all: by its decision time, then by its place.
 *
 * @param at the allocator's decision time, to the millisecond
 * @param position where it lies
 */
public record Moment(Instant at, Position position) {}
