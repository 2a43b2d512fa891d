package io.vfledger.inventory.projection;

import io.vfledger.lifecycle.VfPhase;
import io.vfledger.vf.Epoch;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfKey;
import io.vfledger.vf.Vlan;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to "who held this function at that time".
 *
 * @param node where the function is
 * @param pci its address there
 * @param at the instant asked about
 * @param answer in one word
 * @param sentence in words
 * @param phase where it stood; empty before its first entry
 * @param phaseBy the entry that brought it there; empty before its first entry
 * @param holding whose it was; empty where nobody's
 */
public record Holder(
        NodeName node,
        PciAddress pci,
        Instant at,
        Answer answer,
        String sentence,
        Optional<VfPhase> phase,
        Optional<EntryRef> phaseBy,
        Optional<Holding> holding) {
    /** The answer in one word. */
    public enum Answer {
        /** In the pod's namespace, or its device given: ATTACHED. */
        IN_USE,
        /** On its way to the pod: ATTACHING. */
        BEING_GIVEN,
        /** On its way back, maybe still with the pod: RELEASING. */
        BEING_TAKEN_BACK,
        /** Kept for a demand, with nobody yet: HELD. */
        KEPT,
        /** Nobody's. */
        NOBODY,
        /** No entry names it at that time. */
        NOT_KNOWN_YET
    }

    /**
     * A term of ownership.
     *
     * @param owner whose
     * @param epoch the term
     * @param mac address of the interface; empty where it is not known
     * @param vlan 0: untagged; empty where it is not known
     * @param tuning all of the settings
     * @param givenAt when the allocator gave it
     * @param attachedAt when it was decided to be attached, read back by the node
     * @param until when the term ended; empty while it lasts
     * @param givenBy the entry that gave it
     * @param attachedBy the entry that recorded the attachment, with the node's own clock
     * @param endedBy the entry that ended it
     * @param handover whether it was clean when handed on
     */
    public record Holding(
            Owner owner,
            Epoch epoch,
            Optional<MacAddress> mac,
            Optional<Vlan> vlan,
            Tuning tuning,
            Instant givenAt,
            Optional<Instant> attachedAt,
            Optional<Instant> until,
            EntryRef givenBy,
            Optional<EntryRef> attachedBy,
            Optional<EntryRef> endedBy,
            Handover handover) {}

    /**
     * Whether a function was clean when it was handed on.
     *
     * @param clean empty where the ledger does not tell
     * @param by the entry that recorded it as verified
     * @param differences what was not as it should be
     * @param text in words
     */
    public record Handover(Optional<Boolean> clean, Optional<EntryRef> by, List<String> differences, String text) {}

    /** The answer where no entry names the function at that time. */
    public static Holder notKnownYet(VfKey vf, Instant at, Step first) {
        return new Holder(
                vf.node(),
                vf.pci(),
                at,
                Answer.NOT_KNOWN_YET,
                "No entry names " + vf + " at " + at + ": its first is of " + first.at() + ".",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * The answer where a step was in force.
     *
     * @param entries those of the step and of the term's {@link Term#positions()}
     */
    public static Holder of(VfKey vf, Instant at, Found.InForce found, Map<Position, Entry> entries) {
        HolderReading reading = new HolderReading(vf, entries);
        Optional<Holding> holding = found.term().map(reading::holding);
        VfPhase phase = found.step().phase();
        Answer answer = answerIn(phase);
        return new Holder(
                vf.node(),
                vf.pci(),
                at,
                answer,
                reading.sentence(answer, found.step(), holding),
                Optional.of(phase),
                Optional.of(reading.ref(found.step())),
                holding);
    }

    private static Answer answerIn(VfPhase phase) {
        return switch (phase) {
            case ATTACHED -> Answer.IN_USE;
            case ATTACHING -> Answer.BEING_GIVEN;
            case RELEASING -> Answer.BEING_TAKEN_BACK;
            case HELD -> Answer.KEPT;
            case DISCOVERED, RESERVED, FREE, QUARANTINED, LOST, GONE -> Answer.NOBODY;
        };
    }
}
