package io.vfledger.executor.attach;

import io.vfledger.avro.AssignVf;
import io.vfledger.avro.Attachment;
import io.vfledger.avro.CommandFailed;
import io.vfledger.avro.FailureReason;
import io.vfledger.avro.HoldVf;
import io.vfledger.avro.VfAttached;
import io.vfledger.avro.VfHeld;
import io.vfledger.avro.VfReleased;
import io.vfledger.cni.protocol.CniResult;
import io.vfledger.executor.journal.Intent;
import io.vfledger.vf.Fence;
import io.vfledger.vf.PciAddress;

/** Puts what happened into the contract's words; the stamp is added when it is sent. */
final class Outcomes {
    private Outcomes() {}

    /** Where a command comes from and what it is about. */
    record Addressed(String node, String commandId, PciAddress pci, Fence fence, String requestId) {
        static Addressed of(AssignVf command) {
            return new Addressed(
                    command.getNode(),
                    command.getCommandId(),
                    new PciAddress(command.getPci()),
                    Fences.of(command.getEpoch(), command.getVersion()),
                    command.getRequestId());
        }
    }

    static CommandFailed.Builder failed(Addressed command, FailureReason reason, String message) {
        return CommandFailed.newBuilder()
                .setNode(command.node())
                .setCommandId(command.commandId())
                .setPci(command.pci().value())
                .setEpoch(command.fence().epoch().value())
                .setVersion(command.fence().version().value())
                .setRequestId(command.requestId())
                .setReason(reason)
                .setMessage(message);
    }

    static VfHeld held(HoldVf command, NodeNics.Held.Done done) {
        return VfHeld.newBuilder()
                .setNode(command.getNode())
                .setCommandId(command.getCommandId())
                .setPci(command.getPci())
                .setEpoch(command.getEpoch())
                .setVersion(command.getVersion())
                .setDemand(command.getDemand())
                .setAttributes(done.attributes())
                .build();
    }

    static VfAttached attached(
            AssignVf command, WaitingAdd add, NodeNics.Attached.Done done, CniResult ipam, long ipamMicros) {
        return VfAttached.newBuilder()
                .setNode(command.getNode())
                .setCommandId(command.getCommandId())
                .setPci(command.getPci())
                .setEpoch(command.getEpoch())
                .setVersion(command.getVersion())
                .setRequestId(command.getRequestId())
                .setAttachment(command.getAttachment())
                .setPod(command.getPod())
                .setNetns(add.ask().namespace().identity())
                .setSettings(command.getSettings())
                .setAttributes(done.attributes())
                .setIps(CniMapping.ips(ipam))
                .setRoutes(CniMapping.routes(ipam))
                .setConfigDigest(add.ask().configDigest())
                .setKernelUs(done.kernelMicros())
                .setIpamUs(ipamMicros)
                .build();
    }

    static VfReleased released(Intent.Release release, NodeNics.Released.Done done) {
        AssignVf assign = release.owner().assign();
        Attachment attachment = assign.getAttachment();
        return VfReleased.newBuilder()
                .setNode(assign.getNode())
                .setPci(assign.getPci())
                .setEpoch(assign.getEpoch())
                // A VF that nobody had is released without an attachment, not with an empty one.
                .setAttachment(attachment.getContainerId().isEmpty() ? null : attachment)
                .setCommandId(release.commandId())
                .setVersion(release.version())
                .setCause(release.cause())
                .setClean(done.differences().isEmpty())
                .setDifferences(done.differences())
                .setAttributes(done.attributes())
                .setRebased(done.rebased())
                .setKernelUs(done.kernelMicros())
                .build();
    }
}
