package io.vfledger.executor.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.avro.HoldVf;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfHeld;
import io.vfledger.vf.Epoch;
import io.vfledger.vf.Fence;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.Version;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * What the agent remembers of one function; of a PF's configuration, as far as the fence and the outcome go.
 *
 * @param pci its address
 * @param fence of the last command acted upon
 * @param outcome what was reported of that command, to be said again to the same one; empty before the first
 * @param baseline what clean is; empty before the first verification
 * @param owner who has it now
 * @param hold what it was prepared for; stays until it is taken, or the VF is brought back to its baseline
 */
public record VfMemory(
        PciAddress pci,
        Fence fence,
        Optional<SpecificRecordBase> outcome,
        Optional<VfAttributes> baseline,
        Optional<Owner> owner,
        Optional<HoldVf> hold) {

    /** Of a function that no command has named yet. */
    public static VfMemory fresh(PciAddress pci) {
        return new VfMemory(pci, Fence.ZERO, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** After a command was settled. */
    public VfMemory settled(Fence by, SpecificRecordBase with) {
        return new VfMemory(pci, by, Optional.of(with), baseline, owner, hold);
    }

    /** What it is kept for, as long as nothing else was said of it since. */
    public Optional<HoldVf> held() {
        return hold.filter(kept -> outcome.orElse(null) instanceof VfHeld);
    }

    /** With the baseline known. */
    public VfMemory withBaseline(VfAttributes attributes) {
        return new VfMemory(pci, fence, outcome, Optional.of(attributes), owner, hold);
    }

    /** Given to somebody. */
    public VfMemory ownedBy(Owner newOwner) {
        return new VfMemory(pci, fence, outcome, baseline, Optional.of(newOwner), Optional.empty());
    }

    /** Prepared for a pod that will ask for it. */
    public VfMemory heldFor(HoldVf command) {
        return new VfMemory(pci, fence, outcome, baseline, Optional.empty(), Optional.of(command));
    }

    /** Taken back; whether what it was prepared with before is gone too, who took it back knows. */
    public VfMemory unowned() {
        return new VfMemory(pci, fence, outcome, baseline, Optional.empty(), hold);
    }

    /** Brought back from what it was prepared for. */
    public VfMemory unprepared() {
        return new VfMemory(pci, fence, outcome, baseline, owner, Optional.empty());
    }

    /** After the machine was started again: no namespace outlives that, and the VF is a new one. */
    public VfMemory afterReboot() {
        return new VfMemory(pci, fence, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    byte[] bytes() {
        ObjectNode node = AvroJson.object();
        node.put("pci", pci.value());
        node.put("epoch", fence.epoch().value());
        node.put("version", fence.version().value());
        outcome.ifPresent(value -> node.set("outcome", AvroJson.typed(value)));
        baseline.ifPresent(value -> node.set("baseline", AvroJson.write(value)));
        owner.ifPresent(value -> node.set("owner", value.json()));
        hold.ifPresent(value -> node.set("hold", AvroJson.write(value)));
        return AvroJson.bytes(node);
    }

    static VfMemory of(byte[] bytes) {
        JsonNode node = AvroJson.parse(bytes);
        return new VfMemory(
                new PciAddress(node.path("pci").asText()),
                new Fence(
                        new Epoch(node.path("epoch").asLong()),
                        new Version(node.path("version").asLong())),
                node.has("outcome") ? Optional.of(AvroJson.untyped(node.path("outcome"))) : Optional.empty(),
                node.has("baseline")
                        ? Optional.of(AvroJson.read(node.path("baseline"), VfAttributes.class))
                        : Optional.empty(),
                node.has("owner") ? Optional.of(Owner.of(node.path("owner"))) : Optional.empty(),
                node.has("hold") ? Optional.of(AvroJson.read(node.path("hold"), HoldVf.class)) : Optional.empty());
    }
}
