package io.vfledger.ledger;

import io.vfledger.avro.AssignVf;
import io.vfledger.avro.ConfigurePf;
import io.vfledger.avro.HoldVf;
import io.vfledger.avro.RecoverVf;
import io.vfledger.avro.ReleaseVf;
import io.vfledger.avro.ReportInventory;
import io.vfledger.avro.RequestRefused;
import io.vfledger.avro.VerifyVf;
import io.vfledger.host.CommandRecord;
import io.vfledger.lifecycle.Command;
import io.vfledger.lifecycle.Refusal;
import io.vfledger.lifecycle.RefusalReason;
import io.vfledger.lifecycle.ReleaseCause;
import io.vfledger.schemas.RecordKey;
import io.vfledger.vf.Baseline;
import io.vfledger.vf.Demand;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PfSettings;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.RequestId;
import io.vfledger.vf.Version;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Writes the records of the topic commands, and reads them back for replay. */
public final class CommandCodec {
    private CommandCodec() {}

    /** The key of a command's record: {@code node/pci}, or the node's name where it is of no function. */
    public static String key(CommandRecord record) {
        String node = record.node().value();
        return switch (record.command()) {
            case Command.HoldVf c -> RecordKey.of(node, c.vf().value());
            case Command.AssignVf c -> RecordKey.of(node, c.vf().value());
            case Command.ReleaseVf c -> RecordKey.of(node, c.vf().value());
            case Command.VerifyVf c -> RecordKey.of(node, c.vf().value());
            case Command.RecoverVf c -> RecordKey.of(node, c.vf().value());
            case Command.ConfigurePf c -> RecordKey.of(node, c.pf().value());
            case Command.ReportInventory _, Command.RequestRefused _ -> node;
        };
    }

    /** The record of a command. */
    public static SpecificRecord encode(CommandRecord record) {
        return switch (record.command()) {
            case Command.HoldVf c -> hold(record, c);
            case Command.AssignVf c -> assign(record, c);
            case Command.ReleaseVf c -> release(record, c);
            case Command.VerifyVf c -> verify(record, c);
            case Command.RecoverVf c ->
                RecoverVf.newBuilder()
                        .setNode(record.node().value())
                        .setCommandId(record.id())
                        .setDecidedAtMs(record.decidedAtMs())
                        .setPci(c.vf().value())
                        .setEpoch(c.fence().epoch().value())
                        .setVersion(c.fence().version().value())
                        .setBaseline(Attributes.attributes(c.baseline()))
                        .setReleaseMode(Scalars.releaseMode(c.releaseMode()))
                        .build();
            case Command.ConfigurePf c -> configure(record, c);
            case Command.ReportInventory c ->
                ReportInventory.newBuilder()
                        .setNode(record.node().value())
                        .setCommandId(record.id())
                        .setDecidedAtMs(record.decidedAtMs())
                        .setCause(c.cause())
                        .build();
            case Command.RequestRefused c -> refused(record, c);
        };
    }

    private static HoldVf hold(CommandRecord record, Command.HoldVf c) {
        return HoldVf.newBuilder()
                .setNode(record.node().value())
                .setCommandId(record.id())
                .setDecidedAtMs(record.decidedAtMs())
                .setPci(c.vf().value())
                .setEpoch(c.fence().epoch().value())
                .setVersion(c.fence().version().value())
                .setDemand(Parties.demand(c.demand()))
                .setPod(Parties.podOrNull(c.pod()))
                .setPool(Scalars.orEmpty(c.pool()))
                .setSettings(Attributes.settings(c.settings()))
                .setBaseline(Attributes.attributes(c.baseline()))
                .setReleaseMode(Scalars.releaseMode(c.releaseMode()))
                .setDeadlineMs(c.deadlineMs())
                .build();
    }

    private static AssignVf assign(CommandRecord record, Command.AssignVf c) {
        return AssignVf.newBuilder()
                .setNode(record.node().value())
                .setCommandId(record.id())
                .setDecidedAtMs(record.decidedAtMs())
                .setPci(c.vf().value())
                .setEpoch(c.fence().epoch().value())
                .setVersion(c.fence().version().value())
                .setRequestId(c.request().value())
                .setAttachment(Parties.attachment(c.attachment()))
                .setDemand(Parties.demand(c.demand()))
                .setPod(Parties.podOrNull(c.pod()))
                .setNetns(Parties.netns(c.netns()))
                .setSettings(Attributes.settings(c.settings()))
                .setBaseline(Attributes.attributes(c.baseline()))
                .setReleaseMode(Scalars.releaseMode(c.releaseMode()))
                .setDeadlineMs(c.deadlineMs())
                .build();
    }

    private static ReleaseVf release(CommandRecord record, Command.ReleaseVf c) {
        return ReleaseVf.newBuilder()
                .setNode(record.node().value())
                .setCommandId(record.id())
                .setDecidedAtMs(record.decidedAtMs())
                .setPci(c.vf().value())
                .setEpoch(c.fence().epoch().value())
                .setVersion(c.fence().version().value())
                .setAttachment(Parties.attachmentOrNull(c.attachment()))
                .setCause(Scalars.cause(Optional.of(c.cause())))
                .setOnlyIfNamespaceGone(c.onlyIfNamespaceGone())
                .setBaseline(Attributes.attributes(c.baseline()))
                .setReleaseMode(Scalars.releaseMode(c.releaseMode()))
                .build();
    }

    private static VerifyVf verify(CommandRecord record, Command.VerifyVf c) {
        return VerifyVf.newBuilder()
                .setNode(record.node().value())
                .setCommandId(record.id())
                .setDecidedAtMs(record.decidedAtMs())
                .setPci(c.vf().value())
                .setEpoch(c.fence().epoch().value())
                .setVersion(c.fence().version().value())
                .setBaseline(
                        c.baseline().isPresent()
                                ? Attributes.attributes(c.baseline().get().attributes())
                                : null)
                .setRepair(c.repair())
                .setReleaseMode(Scalars.releaseMode(c.releaseMode()))
                .setRewrite(
                        c.rewrite().isPresent()
                                ? Attributes.settings(c.rewrite().get())
                                : null)
                .build();
    }

    private static ConfigurePf configure(CommandRecord record, Command.ConfigurePf c) {
        return ConfigurePf.newBuilder()
                .setNode(record.node().value())
                .setCommandId(record.id())
                .setDecidedAtMs(record.decidedAtMs())
                .setPci(c.pf().value())
                .setVersion(c.version().value())
                .setNumVfs(PfPolicies.orNull(c.settings().numVfs()))
                .setMtu(PfPolicies.orNull(c.settings().mtu()))
                .setVfDriver(Scalars.orNull(c.settings().vfDriver()))
                .setAllowInUse(c.allowInUse())
                .setDriversAutoprobe(PfPolicies.orNull(c.settings().driversAutoprobe()))
                .setVfDefaults(PfPolicies.defaultsOrNull(c.settings()))
                .setAllowHostUse(c.settings().allowHostUse())
                .build();
    }

    private static RequestRefused refused(CommandRecord record, Command.RequestRefused c) {
        return RequestRefused.newBuilder()
                .setNode(record.node().value())
                .setCommandId(record.id())
                .setDecidedAtMs(record.decidedAtMs())
                .setRequestId(c.request().value())
                .setAttachment(Parties.attachment(c.attachment()))
                .setReason(io.vfledger.avro.RefusalReason.valueOf(
                        c.refusal().reason().name()))
                .setCniCode(c.refusal().reason().cniCode())
                .setMessage(c.refusal().message())
                .setDetails(c.refusal().details())
                .build();
    }

    /**
     * Reads a command back.
     *
     * @throws IllegalArgumentException when a value is not allowed, or it is no command
     */
    public static Command decode(SpecificRecord record) {
        return switch (record) {
            case HoldVf r ->
                new Command.HoldVf(
                        new PciAddress(r.getPci()),
                        OutcomeCodec.fence(r.getEpoch(), r.getVersion()),
                        demand(r.getDemand()),
                        Parties.pod(r.getPod()),
                        Scalars.text(r.getPool()).map(PoolName::new),
                        Attributes.settings(r.getSettings()),
                        Attributes.attributes(r.getBaseline()),
                        Scalars.releaseMode(r.getReleaseMode()),
                        r.getDeadlineMs());
            case AssignVf r ->
                new Command.AssignVf(
                        new PciAddress(r.getPci()),
                        OutcomeCodec.fence(r.getEpoch(), r.getVersion()),
                        new RequestId(r.getRequestId()),
                        Parties.attachment(r.getAttachment()),
                        demand(r.getDemand()),
                        Parties.pod(r.getPod()),
                        Parties.netns(r.getNetns()),
                        Attributes.settings(r.getSettings()),
                        Attributes.attributes(r.getBaseline()),
                        Scalars.releaseMode(r.getReleaseMode()),
                        r.getDeadlineMs());
            case ReleaseVf r ->
                new Command.ReleaseVf(
                        new PciAddress(r.getPci()),
                        OutcomeCodec.fence(r.getEpoch(), r.getVersion()),
                        Parties.optionalAttachment(r.getAttachment()),
                        Scalars.known(ReleaseCause.class, r.getCause()),
                        r.getOnlyIfNamespaceGone(),
                        Attributes.attributes(r.getBaseline()),
                        Scalars.releaseMode(r.getReleaseMode()));
            case VerifyVf r ->
                new Command.VerifyVf(
                        new PciAddress(r.getPci()),
                        OutcomeCodec.fence(r.getEpoch(), r.getVersion()),
                        Optional.ofNullable(r.getBaseline())
                                .map(Attributes::attributes)
                                .map(Baseline::new),
                        r.getRepair(),
                        Scalars.releaseMode(r.getReleaseMode()),
                        Optional.ofNullable(r.getRewrite()).map(Attributes::settings));
            case RecoverVf r ->
                new Command.RecoverVf(
                        new PciAddress(r.getPci()),
                        OutcomeCodec.fence(r.getEpoch(), r.getVersion()),
                        Attributes.attributes(r.getBaseline()),
                        Scalars.releaseMode(r.getReleaseMode()));
            case ConfigurePf r ->
                new Command.ConfigurePf(
                        new PciAddress(r.getPci()),
                        new Version(r.getVersion()),
                        new PfSettings(
                                Optional.ofNullable(r.getNumVfs()),
                                Optional.ofNullable(r.getMtu()),
                                Optional.ofNullable(r.getVfDriver()),
                                Optional.ofNullable(r.getDriversAutoprobe()),
                                Attributes.settings(r.getVfDefaults()),
                                r.getAllowHostUse()),
                        r.getAllowInUse());
            case ReportInventory r -> new Command.ReportInventory(r.getCause());
            case RequestRefused r ->
                new Command.RequestRefused(
                        new RequestId(r.getRequestId()),
                        Parties.attachment(r.getAttachment()),
                        new Refusal(Scalars.known(RefusalReason.class, r.getReason()), r.getMessage(), r.getDetails()));
            default -> throw new IllegalArgumentException(record.getSchema().getFullName() + " is not a command");
        };
    }

    private static Demand demand(io.vfledger.avro.Demand demand) {
        return Parties.demand(demand).orElseThrow();
    }
}
