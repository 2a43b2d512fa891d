package io.vfledger.inventory.stream;

import io.vfledger.inventory.projection.Owner;
import io.vfledger.inventory.projection.Pf;
import io.vfledger.inventory.projection.Tuning;
import io.vfledger.ledger.Attributes;
import io.vfledger.lifecycle.VfPhase;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.Epoch;
import io.vfledger.vf.Fence;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PodIdentity;
import io.vfledger.vf.PodUid;
import io.vfledger.vf.Version;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Avro types that several records share, as the projections know them. What no valid record can hold is refused with an
 * {@link IllegalArgumentException} that names it.
 */
final class SharedTypes {
    private SharedTypes() {}

    static Optional<String> text(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isEmpty());
    }

    static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }

    static <A, T> Optional<T> optional(@Nullable A value, Function<A, T> reader) {
        return Optional.ofNullable(value).map(reader);
    }

    /** The phase; empty where the writer knew none. */
    static Optional<VfPhase> phase(io.vfledger.avro.Phase phase) {
        return phase == io.vfledger.avro.Phase.UNKNOWN ? Optional.empty() : Optional.of(VfPhase.valueOf(phase.name()));
    }

    static VfPhase knownPhase(io.vfledger.avro.Phase phase) {
        return phase(phase)
                .orElseThrow(() -> new IllegalArgumentException(
                        "phase UNKNOWN: the record was written by a newer build, or is damaged"));
    }

    static Fence fence(long epoch, long version) {
        return new Fence(new Epoch(epoch), new Version(version));
    }

    /** The name of an enum's case in lower case; empty for UNKNOWN. */
    static Optional<String> word(Enum<?> value) {
        return value.name().equals("UNKNOWN")
                ? Optional.empty()
                : Optional.of(value.name().toLowerCase(Locale.ROOT));
    }

    static Attachment attachment(io.vfledger.avro.Attachment attachment) {
        return Attachment.of(attachment.getNetwork(), attachment.getContainerId(), attachment.getIfname());
    }

    static PodIdentity pod(io.vfledger.avro.PodIdentity pod) {
        return new PodIdentity(
                pod.getNamespace(), pod.getName(), text(pod.getUid()).map(PodUid::new));
    }

    private static String demand(io.vfledger.avro.Demand demand) {
        return demand.getOwner() + " on " + demand.getNetwork() + " as " + demand.getSlot();
    }

    /** Whom the fields that VfState and LedgerTransition share name. */
    static Owner owner(
            io.vfledger.avro.@Nullable Attachment attachment,
            io.vfledger.avro.@Nullable PodIdentity pod,
            io.vfledger.avro.@Nullable Demand demand,
            String requestId,
            Where where) {
        return new Owner(
                optional(attachment, SharedTypes::attachment),
                optional(pod, SharedTypes::pod),
                optional(demand, SharedTypes::demand),
                text(requestId),
                where.netns(),
                where.ips());
    }

    /**
     * Where a function is or goes.
     *
     * @param netns path of the namespace
     * @param ips addresses with prefix length
     */
    record Where(Optional<String> netns, List<String> ips) {
        static Where of(io.vfledger.avro.@Nullable NetworkNamespace netns, List<io.vfledger.avro.IpAssignment> ips) {
            return new Where(
                    optional(netns, io.vfledger.avro.NetworkNamespace::getPath).filter(path -> !path.isEmpty()),
                    ips.stream().map(io.vfledger.avro.IpAssignment::getAddress).toList());
        }
    }

    static Tuning tuning(
            io.vfledger.avro.@Nullable VfSettings settings, io.vfledger.avro.@Nullable VfAttributes attributes) {
        return new Tuning(optional(settings, Attributes::settings), optional(attributes, Attributes::attributes));
    }

    static Pf pf(io.vfledger.avro.PfDescription pf) {
        return new Pf(
                new PciAddress(pf.getPci()),
                pf.getNetdev(),
                new Pf.Model(
                        pf.getDriver(),
                        pf.getFirmwareVersion(),
                        pf.getVendorId(),
                        pf.getDeviceId(),
                        pf.getVendorName(),
                        pf.getDeviceName()),
                pf.getNumaNode(),
                pf.getTotalVfs(),
                pf.getConfiguredVfs(),
                new Pf.Link(
                        pf.getMac(),
                        pf.getMtu(),
                        pf.getCarrier(),
                        pf.getOperState(),
                        Optional.ofNullable(pf.getSpeedMbps())),
                Optional.ofNullable(pf.getHostUse()),
                Optional.ofNullable(pf.getEswitchMode()));
    }
}
