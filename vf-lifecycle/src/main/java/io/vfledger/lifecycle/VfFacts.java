package io.vfledger.lifecycle;

import io.vfledger.vf.Baseline;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfTraits;
import java.util.Optional;

/**
 * What is known about a function, whoever has it.
 *
 * @param traits what it is
 * @param baseline its attributes when first verified; empty before
 * @param attributes as last read back
 * @param healthy false once a fault was seen
 */
public record VfFacts(VfTraits traits, Optional<Baseline> baseline, VfAttributes attributes, boolean healthy) {
    static VfFacts discovered(VfTraits traits, VfAttributes attributes) {
        return new VfFacts(traits, Optional.empty(), attributes, true);
    }

    VfFacts described(VfTraits newTraits, VfAttributes newAttributes) {
        return new VfFacts(newTraits, baseline, newAttributes, healthy);
    }

    VfFacts read(VfAttributes newAttributes) {
        return new VfFacts(traits, baseline, newAttributes, healthy);
    }

    VfFacts verified(VfAttributes newAttributes) {
        return new VfFacts(traits, baseline.or(() -> Optional.of(new Baseline(newAttributes))), newAttributes, true);
    }

    VfFacts forgotten() {
        return new VfFacts(traits, Optional.empty(), VfAttributes.UNKNOWN, true);
    }
}
