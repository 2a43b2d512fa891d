package io.vfledger.host;

import io.vfledger.lifecycle.Ownership;
import io.vfledger.lifecycle.VfFacts;
import io.vfledger.lifecycle.VfState;
import io.vfledger.vf.VfTraits;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes equal values one object. What is read from records comes with its own copy of everything, though most functions
 * of a partition differ in little: without this a million functions take twice the memory.
 */
final class Sharing {
    private final Map<Object, Object> known = new HashMap<>();

    /** The same function, of parts that others may have, too. */
    VfState of(VfState vf) {
        return new VfState(
                vf.pci(),
                vf.phase(),
                one(vf.fence()),
                vf.pending(),
                vf.owner().map(this::owner),
                one(vf.cause()),
                vf.timer(),
                vf.attempts(),
                vf.prepared(),
                one(vf.reason()),
                vf.sinceMs(),
                facts(vf.facts()));
    }

    private VfFacts facts(VfFacts facts) {
        return new VfFacts(
                traits(facts.traits()),
                one(facts.baseline()),
                one(facts.attributes()),
                facts.healthy(),
                facts.faultMs());
    }

    private VfTraits traits(VfTraits traits) {
        return new VfTraits(
                traits.pci(),
                one(traits.pf()),
                one(traits.pfName()),
                one(traits.index()),
                one(traits.vendor()),
                one(traits.device()),
                one(traits.driver()));
    }

    private Ownership owner(Ownership owner) {
        return new Ownership(
                owner.attachment(),
                owner.demand(),
                owner.pod(),
                owner.netns(),
                owner.ips(),
                owner.request(),
                one(owner.settings()),
                owner.deadlineMs(),
                owner.adopted(),
                owner.kept());
    }

    @SuppressWarnings("unchecked") // equal values of these types are of the same type
    private <T> T one(T value) {
        Object first = known.putIfAbsent(value, value);
        return first == null ? value : (T) first;
    }
}
