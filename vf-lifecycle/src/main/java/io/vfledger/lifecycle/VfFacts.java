package io.vfledger.lifecycle;

import io.vfledger.vf.Baseline;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfTraits;
import java.util.Optional;

/**
 * What is known about a function, whoever has it.
 *
 * @param traits what it is
 * @param baseline its attributes when first verified, or when it was last bound anew or reset; empty before
 * @param attributes as last read back
 * @param healthy false once a fault was seen
 * @param faultMs decided_at_ms of the entry that last brought it into quarantine; 0 where none did
 */
public record VfFacts(
        VfTraits traits, Optional<Baseline> baseline, VfAttributes attributes, boolean healthy, long faultMs) {
    static VfFacts discovered(VfTraits traits, VfAttributes attributes) {
        return new VfFacts(traits, Optional.empty(), attributes, true, 0);
    }

    VfFacts described(VfTraits newTraits, VfAttributes newAttributes) {
        return new VfFacts(named(newTraits), baseline, newAttributes, healthy, faultMs);
    }

    /** A PF keeps the name by which it is asked for while its interface is with a pod. */
    private VfTraits named(VfTraits now) {
        boolean keeps = now.isPf() && now.pfName().isEmpty();
        return keeps
                ? new VfTraits(
                        now.pci(), now.pf(), traits.pfName(), now.index(), now.vendor(), now.device(), now.driver())
                : now;
    }

    VfFacts read(VfAttributes newAttributes) {
        return new VfFacts(traits, baseline, newAttributes, healthy, faultMs);
    }

    VfFacts verified(VfAttributes newAttributes) {
        return new VfFacts(
                traits, baseline.or(() -> Optional.of(new Baseline(newAttributes))), newAttributes, true, faultMs);
    }

    /** Bound anew or reset: what was read is what clean is from here on. */
    VfFacts rebased(VfAttributes newAttributes) {
        return new VfFacts(traits, Optional.of(new Baseline(newAttributes)), newAttributes, true, faultMs);
    }

    /** Taken back and read. */
    VfFacts returned(VfAttributes newAttributes, boolean rebased) {
        return rebased ? rebased(newAttributes) : read(newAttributes);
    }

    VfFacts faulty() {
        return new VfFacts(traits, baseline, attributes, false, faultMs);
    }

    /** Kept from everybody until it is verified. */
    VfFacts doubted(long nowMs) {
        return new VfFacts(traits, baseline, attributes, healthy, nowMs);
    }

    /** What somebody else has kept of it counts only where nothing is known. */
    VfFacts withBaselineOf(Optional<Baseline> kept) {
        return new VfFacts(traits, baseline.or(() -> kept), attributes, healthy, faultMs);
    }

    /** The driver that made it so does not run any more. */
    VfFacts withoutBaseline() {
        return new VfFacts(traits, Optional.empty(), attributes, healthy, faultMs);
    }

    VfFacts forgotten() {
        return new VfFacts(traits, Optional.empty(), VfAttributes.UNKNOWN, true, 0);
    }
}
