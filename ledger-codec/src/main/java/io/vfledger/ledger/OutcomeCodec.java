package io.vfledger.ledger;

import io.vfledger.avro.CommandFailed;
import io.vfledger.avro.DeviceAllocated;
import io.vfledger.avro.PfConfigured;
import io.vfledger.avro.VfAttached;
import io.vfledger.avro.VfHeld;
import io.vfledger.avro.VfRecovered;
import io.vfledger.avro.VfReleased;
import io.vfledger.avro.VfVerified;
import io.vfledger.lifecycle.FailureReason;
import io.vfledger.lifecycle.Outcome;
import io.vfledger.lifecycle.ReleaseCause;
import io.vfledger.vf.Epoch;
import io.vfledger.vf.Fence;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.RequestId;
import io.vfledger.vf.Version;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Reads the records of the topic outcomes. */
final class OutcomeCodec {
    private OutcomeCodec() {}

    static Outcome decode(SpecificRecord record) {
        return switch (record) {
            case VfHeld r ->
                new Outcome.VfHeld(
                        Parties.stamp(r.getAgent()),
                        new PciAddress(r.getPci()),
                        fence(r.getEpoch(), r.getVersion()),
                        Attributes.attributes(r.getAttributes()));
            case VfAttached r -> attached(r);
            case VfReleased r -> released(r);
            case VfVerified r -> verified(r);
            case VfRecovered r ->
                new Outcome.VfRecovered(
                        Parties.stamp(r.getAgent()),
                        new PciAddress(r.getPci()),
                        fence(r.getEpoch(), r.getVersion()),
                        Attributes.attributes(r.getAttributes()),
                        r.getRebased());
            case PfConfigured r ->
                new Outcome.PfConfigured(
                        Parties.stamp(r.getAgent()), new Version(r.getVersion()), Hardware.pf(r.getPf()));
            case DeviceAllocated r ->
                new Outcome.DeviceAllocated(
                        Parties.stamp(r.getAgent()),
                        new PoolName(r.getPool()),
                        r.getPcis().stream().map(PciAddress::new).toList(),
                        Parties.pod(r.getPod()));
            case CommandFailed r -> failed(r);
            default ->
                throw new IllegalArgumentException(
                        record.getSchema().getFullName() + " is not a record of an input topic");
        };
    }

    private static Outcome.VfAttached attached(VfAttached r) {
        return new Outcome.VfAttached(
                Parties.stamp(r.getAgent()),
                new PciAddress(r.getPci()),
                fence(r.getEpoch(), r.getVersion()),
                Scalars.text(r.getRequestId()).map(RequestId::new),
                Parties.attachment(r.getAttachment()),
                Parties.pod(r.getPod()),
                Parties.netns(r.getNetns()),
                Attributes.attributes(r.getAttributes()),
                Parties.ips(r.getIps()),
                r.getAdopted());
    }

    private static Outcome.VfReleased released(VfReleased r) {
        return new Outcome.VfReleased(
                Parties.stamp(r.getAgent()),
                new PciAddress(r.getPci()),
                fence(r.getEpoch(), r.getVersion()),
                Parties.optionalAttachment(r.getAttachment()),
                // What has happened stays true, also for a cause that only a newer agent has a name for.
                Scalars.cause(r.getCause()).orElse(ReleaseCause.RECONCILIATION),
                r.getClean(),
                r.getDifferences(),
                Attributes.attributes(r.getAttributes()),
                r.getRebased());
    }

    private static Outcome.VfVerified verified(VfVerified r) {
        return new Outcome.VfVerified(
                Parties.stamp(r.getAgent()),
                new PciAddress(r.getPci()),
                fence(r.getEpoch(), r.getVersion()),
                r.getClean(),
                Scalars.text(r.getHostUse()),
                r.getDifferences(),
                Attributes.attributes(r.getAttributes()),
                r.getRebased());
    }

    private static Outcome.CommandFailed failed(CommandFailed r) {
        return new Outcome.CommandFailed(
                Parties.stamp(r.getAgent()),
                Scalars.text(r.getPci()).map(PciAddress::new),
                fence(r.getEpoch(), r.getVersion()),
                Scalars.text(r.getRequestId()).map(RequestId::new),
                r.getReason() == io.vfledger.avro.FailureReason.UNKNOWN
                        ? FailureReason.INTERNAL
                        : Scalars.known(FailureReason.class, r.getReason()),
                r.getMessage(),
                Parties.optionalAttachment(r.getHolder()),
                Optional.ofNullable(r.getAttributes()).map(Attributes::attributes));
    }

    static Fence fence(long epoch, long version) {
        return new Fence(new Epoch(epoch), new Version(version));
    }
}
