package io.vfledger.ledger;

import io.vfledger.host.CommandRecord;
import io.vfledger.lifecycle.CommandRef;
import io.vfledger.lifecycle.Ownership;
import io.vfledger.lifecycle.ReleaseCause;
import io.vfledger.lifecycle.Timer;
import io.vfledger.lifecycle.VfFacts;
import io.vfledger.lifecycle.VfPhase;
import io.vfledger.lifecycle.VfState;
import io.vfledger.vf.Baseline;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PciId;
import io.vfledger.vf.RequestId;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfIndex;
import io.vfledger.vf.VfTraits;
import java.util.List;
import java.util.Optional;

/** The state of one function. */
final class VfStateCodec {
    private VfStateCodec() {}

    static io.vfledger.avro.VfState.Builder encode(NodeName node, VfState vf) {
        VfTraits traits = vf.facts().traits();
        Optional<VfAttributes> baseline = vf.facts().baseline().map(Baseline::attributes);
        io.vfledger.avro.VfState.Builder record = io.vfledger.avro.VfState.newBuilder()
                .setNode(node.value())
                .setPci(vf.pci().value())
                .setPhase(Scalars.phase(vf.phase()))
                .setEpoch(vf.fence().epoch().value())
                .setVersion(vf.fence().version().value())
                .setSinceMs(vf.sinceMs())
                .setPendingCommandId(vf.pending()
                        .map(ref -> CommandRecord.id(node, ref.nodeSeq(), ref.index()))
                        .orElse(""))
                .setReleaseCause(Scalars.cause(vf.cause()))
                .setReleaseOnlyIfNamespaceGone(
                        vf.cause().filter(ReleaseCause::onlyIfNamespaceGone).isPresent())
                .setPfPci(traits.pf().value())
                .setPfNetdev(Scalars.orEmpty(traits.pfName()))
                .setIndex(traits.index().value())
                .setVendorId(traits.vendor().value())
                .setDeviceId(traits.device().value())
                .setDriver(Scalars.orEmpty(traits.driver()))
                .setBaseline(baseline.isPresent() ? Attributes.attributes(baseline.get()) : null)
                .setAttributes(Attributes.attributes(vf.facts().attributes()))
                .setReason(vf.reason())
                .setHealthy(vf.facts().healthy())
                .setFaultMs(vf.facts().faultMs())
                .setQuarantineAttempts(vf.attempts())
                .setPrepared(vf.prepared())
                .setTimerDueMs(vf.timer().map(Timer::dueMs).orElse(0L))
                .setTimerArmedBySeq(vf.timer().map(Timer::armedBySeq).orElse(0L));
        vf.owner().ifPresent(owner -> own(record, owner));
        return record;
    }

    private static void own(io.vfledger.avro.VfState.Builder record, Ownership owner) {
        record.setAttachment(Parties.attachmentOrNull(owner.attachment()))
                .setDemand(Parties.demandOrNull(owner.demand()))
                .setPod(Parties.podOrNull(owner.pod()))
                .setRequestId(Scalars.orEmpty(owner.request()))
                .setSettings(Attributes.settings(owner.settings()))
                .setNetns(Parties.netnsOrNull(owner.netns()))
                .setIps(Parties.avroIps(owner.ips()))
                .setDeadlineMs(owner.deadlineMs())
                .setAdopted(owner.adopted())
                .setKept(owner.kept());
    }

    static VfState decode(io.vfledger.avro.VfState record) {
        VfPhase phase = Scalars.phase(record.getPhase());
        return new VfState(
                new PciAddress(record.getPci()),
                phase,
                OutcomeCodec.fence(record.getEpoch(), record.getVersion()),
                Scalars.text(record.getPendingCommandId()).map(VfStateCodec::commandRef),
                phase.isOwned() ? Optional.of(owner(record)) : Optional.empty(),
                Scalars.cause(record.getReleaseCause()),
                StateCodec.timer(record.getTimerDueMs(), record.getTimerArmedBySeq()),
                record.getQuarantineAttempts(),
                record.getPrepared(),
                record.getReason(),
                record.getSinceMs(),
                facts(record));
    }

    private static Ownership owner(io.vfledger.avro.VfState record) {
        return new Ownership(
                Parties.optionalAttachment(record.getAttachment()),
                Parties.demand(record.getDemand()),
                Parties.pod(record.getPod()),
                Parties.optionalNetns(record.getNetns()),
                Parties.ips(record.getIps() == null ? List.of() : record.getIps()),
                Scalars.text(record.getRequestId()).map(RequestId::new),
                Attributes.settings(record.getSettings()),
                record.getDeadlineMs(),
                record.getAdopted(),
                record.getKept());
    }

    private static VfFacts facts(io.vfledger.avro.VfState record) {
        VfTraits traits = new VfTraits(
                new PciAddress(record.getPci()),
                new PciAddress(record.getPfPci()),
                Scalars.text(record.getPfNetdev()).map(InterfaceName::new),
                new VfIndex(record.getIndex()),
                new PciId(record.getVendorId()),
                new PciId(record.getDeviceId()),
                Scalars.text(record.getDriver()));
        return new VfFacts(
                traits,
                Optional.ofNullable(record.getBaseline())
                        .map(Attributes::attributes)
                        .map(Baseline::new),
                Optional.ofNullable(record.getAttributes())
                        .map(Attributes::attributes)
                        .orElse(VfAttributes.UNKNOWN),
                record.getHealthy(),
                record.getFaultMs());
    }

    /** The end of {@code node/nodeSeq/index}. */
    private static CommandRef commandRef(String id) {
        int last = id.lastIndexOf('/');
        int middle = id.lastIndexOf('/', last - 1);
        if (middle < 0) {
            throw new IllegalArgumentException("command id '" + id + "' is not of the form node/node_seq/index");
        }
        return new CommandRef(Long.parseLong(id.substring(middle + 1, last)), Integer.parseInt(id.substring(last + 1)));
    }
}
