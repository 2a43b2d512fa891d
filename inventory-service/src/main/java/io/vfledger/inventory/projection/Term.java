package io.vfledger.inventory.projection;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * An unbroken run of steps in which a function belonged to one owner: HELD, ATTACHING, ATTACHED or RELEASING under one
 * epoch.
 *
 * @param first the step that began it
 * @param attached the first step in ATTACHED; empty where it never came so far
 * @param inForce the step that was in force at the instant asked about
 * @param end the first step after it; empty while it lasts
 * @param verified the step that made the function FREE before it; empty where it was not FREE when the term began
 */
public record Term(Step first, Optional<Step> attached, Step inForce, Optional<Step> end, Optional<Step> verified) {
    /** The entries that tell it. */
    public Set<Position> positions() {
        Set<Position> positions = new LinkedHashSet<>();
        positions.add(first.position());
        positions.add(inForce.position());
        attached.map(Step::position).ifPresent(positions::add);
        end.map(Step::position).ifPresent(positions::add);
        verified.map(Step::position).ifPresent(positions::add);
        return positions;
    }
}
