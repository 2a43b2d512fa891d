package io.vfledger.inventory.projection;

import io.vfledger.lifecycle.VfPhase;
import java.time.Instant;

/**
 * One step of a function, as the index keeps it; the rest is in the entry.
 *
 * @param at the allocator's decision time
 * @param phase the phase after
 * @param epoch the ownership term after
 * @param nodeSeq the entry's number on the node
 * @param position where the entry lies
 * @param ordinal which of the entry's steps of this function it is, from 0
 */
public record Step(Instant at, VfPhase phase, long epoch, long nodeSeq, Position position, int ordinal) {}
