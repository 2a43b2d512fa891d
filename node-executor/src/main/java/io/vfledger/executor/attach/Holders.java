package io.vfledger.executor.attach;

import io.vfledger.avro.AssignVf;
import io.vfledger.avro.HolderEvidence;
import io.vfledger.avro.VfDescription;
import io.vfledger.executor.adopt.SriovCniRecord;
import io.vfledger.executor.adopt.SriovCniRecords;
import io.vfledger.executor.journal.Checkpoint;
import io.vfledger.executor.journal.Owner;
import io.vfledger.executor.journal.SavedCall;
import io.vfledger.executor.journal.VfMemory;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.PciAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds out who has the VFs that are not with the host and that this agent did not give: by the records of another plugin, or
 * by the namespace alone. Nothing is written to such a VF.
 */
public final class Holders {
    private static final List<String> USERSPACE_DRIVERS = List.of("vfio-pci", "uio_pci_generic", "igb_uio");

    private final Checkpoint checkpoint;
    private final SriovCniRecords records;

    public Holders(Checkpoint checkpoint, SriovCniRecords records) {
        this.checkpoint = checkpoint;
        this.records = records;
    }

    /** What was seen, with evidence. */
    NodeNics.Inventory told(NodeNics.Inventory seen) {
        return new NodeNics.Inventory(seen.pfs(), told(seen.vfs(), checkpoint::of, false));
    }

    /**
     * As {@link #told(NodeNics.Inventory)}, and with what this agent's own checkpoint says: it may know more than the log.
     * Only before anything is served, for an owner may change while the record is on its way.
     */
    NodeNics.Inventory toldAtStart(NodeNics.Inventory seen) {
        return new NodeNics.Inventory(seen.pfs(), told(seen.vfs(), checkpoint::of, true));
    }

    private List<VfDescription> told(List<VfDescription> vfs, Function<PciAddress, VfMemory> known, boolean own) {
        return told(vfs, known, records, own);
    }

    static List<VfDescription> told(
            List<VfDescription> vfs, Function<PciAddress, VfMemory> known, SriovCniRecords records, boolean own) {
        if (vfs.stream().noneMatch(Holders::isAway)) {
            return vfs;
        }
        Map<PciAddress, SriovCniRecord> written = new HashMap<>();
        records.read().forEach(record -> written.put(record.pci(), record));
        return vfs.stream()
                .map(vf -> evidence(vf, known.apply(new PciAddress(vf.getPci())), written, own)
                        .map(found ->
                                VfDescription.newBuilder(vf).setEvidence(found).build())
                        .orElse(vf))
                .toList();
    }

    private static boolean isAway(VfDescription vf) {
        return !vf.getInHostNamespace();
    }

    private static Optional<HolderEvidence> evidence(
            VfDescription vf, VfMemory memory, Map<PciAddress, SriovCniRecord> written, boolean own) {
        if (!isAway(vf) || (memory.owner().isPresent() && !own)) {
            return Optional.empty();
        }
        if (memory.owner().isPresent()) {
            return Optional.of(ofCheckpoint(memory, memory.owner().get()));
        }
        boolean userspace = USERSPACE_DRIVERS.contains(vf.getDriver());
        Optional<SriovCniRecord> record = Optional.ofNullable(written.get(memory.pci()));
        if (record.isPresent() && (userspace || vf.getHolderNetns() != null)) {
            return Optional.of(HolderEvidence.newBuilder()
                    .setSource("sriov-cni")
                    .setAttachment(AddCalls.toRecord(record.get().attachment()))
                    .setNetns(vf.getHolderNetns())
                    .setBaseline(record.get().before())
                    .build());
        }
        return vf.getHolderNetns() == null
                ? Optional.empty()
                : Optional.of(HolderEvidence.newBuilder()
                        .setSource("kernel")
                        .setNetns(vf.getHolderNetns())
                        .build());
    }

    private static HolderEvidence ofCheckpoint(VfMemory memory, Owner owner) {
        return HolderEvidence.newBuilder()
                .setSource("checkpoint")
                .setAttachment(owner.assign().getAttachment())
                .setPod(owner.assign().getPod())
                .setNetns(owner.assign().getNetns())
                .setBaseline(memory.baseline().orElse(null))
                .build();
    }

    /** The record of an attachment that another plugin made and whose VF nobody has by this agent's doing. */
    Optional<SriovCniRecord> recordOf(Attachment attachment) {
        return records.read().stream()
                .filter(record -> record.isOf(attachment))
                .filter(record -> checkpoint.of(record.pci()).owner().isEmpty())
                .findFirst();
    }

    /** Such an attachment as an owner, under the last term that this agent knows of the VF. */
    Owner ownerBy(SriovCniRecord record, Attachment attachment) {
        VfMemory memory = checkpoint.of(record.pci());
        AssignVf assign = AssignVf.newBuilder()
                .setPci(record.pci().value())
                .setEpoch(memory.fence().epoch().value())
                .setVersion(memory.fence().version().value())
                .setAttachment(AddCalls.toRecord(attachment))
                .setBaseline(record.before())
                .build();
        return new Owner(
                assign, Optional.empty(), Optional.ofNullable(record.before().getNetdev()));
    }

    /** The call that another plugin made an attachment with, for the IPAM plugin that still has its addresses. */
    Optional<SavedCall> callOf(Owner owner) {
        io.vfledger.avro.Attachment attachment = owner.assign().getAttachment();
        Map<String, String> environment =
                Map.of("CNI_CONTAINERID", attachment.getContainerId(), "CNI_IFNAME", attachment.getIfname());
        return recordOf(owner).flatMap(SriovCniRecord::delegating).map(config -> new SavedCall(config, environment));
    }

    /** An attachment that another plugin may have made has ended. */
    void forget(Owner owner) {
        recordOf(owner).ifPresent(this::forget);
    }

    private Optional<SriovCniRecord> recordOf(Owner owner) {
        AssignVf assign = owner.assign();
        if (assign.getAttachment().getContainerId().isEmpty()) {
            return Optional.empty();
        }
        Attachment attachment = Checkpoint.attachmentOf(owner);
        return records.read().stream()
                .filter(record ->
                        record.isOf(attachment) && record.pci().value().equals(assign.getPci()))
                .findFirst();
    }

    /** Its DEL is done. */
    void forget(SriovCniRecord record) {
        records.forget(record);
    }
}
