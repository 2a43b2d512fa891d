package io.vfledger.executor.attach;

import io.vfledger.avro.FailureReason;
import io.vfledger.avro.VerifyVf;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfDescription;
import io.vfledger.avro.VfVerified;
import io.vfledger.executor.journal.VfMemory;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecordBase;

/** Writes again what a PF keeps about a VF that somebody has, where it was changed by hand. */
final class Rewriting {
    private final Desk desk;

    Rewriting(Desk desk) {
        this.desk = desk;
    }

    /** What came of it; nothing is written where nobody has the VF: it is the release's to make it clean. */
    SpecificRecordBase carryOut(VerifyVf command, Outcomes.Addressed address, VfMemory memory) {
        if (memory.owner().isEmpty()) {
            return Outcomes.failed(address, FailureReason.STALE, memory.pci() + " is with nobody any more")
                    .setUndone(true)
                    .build();
        }
        VfAttributes baseline = Optional.ofNullable(command.getBaseline())
                .or(memory::baseline)
                .orElseGet(() -> VfAttributes.newBuilder().build());
        return switch (desk.nics().rewrite(memory.pci(), command.getRewrite(), baseline)) {
            case NodeNics.Held.Failed failed ->
                Outcomes.failed(
                                address,
                                failed.failure().reason(),
                                failed.failure().message())
                        .setUndone(failed.failure().undone())
                        .build();
            case NodeNics.Held.Done done ->
                VfVerified.newBuilder()
                        .setNode(command.getNode())
                        .setCommandId(command.getCommandId())
                        .setPci(command.getPci())
                        .setEpoch(command.getEpoch())
                        .setVersion(command.getVersion())
                        .setClean(true)
                        .setAttributes(whole(memory, done.attributes()))
                        .build();
        };
    }

    /** Its PF does not tell how its interface is set: that is read where every report reads it. */
    private VfAttributes whole(VfMemory memory, VfAttributes ofPf) {
        return desk.nics()
                .pfOf(memory.pci())
                .flatMap(pf -> desk.nics().inventory(pf).vfs().stream()
                        .filter(vf -> vf.getPci().equals(memory.pci().value()))
                        .findFirst())
                .map(VfDescription::getAttributes)
                .orElse(ofPf);
    }
}
