package io.vfledger.ledger;

import io.vfledger.vf.AgentStamp;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.Demand;
import io.vfledger.vf.Incarnation;
import io.vfledger.vf.IpAssignment;
import io.vfledger.vf.NetworkName;
import io.vfledger.vf.NetworkNamespace;
import io.vfledger.vf.PodIdentity;
import io.vfledger.vf.PodUid;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Who has, wants, or says something. */
final class Parties {
    private Parties() {}

    static AgentStamp stamp(io.vfledger.avro.AgentStamp stamp) {
        long previous = stamp.getTopicPreviousSeq();
        return new AgentStamp(
                life(stamp),
                stamp.getAgentSeq(),
                previous < 0 ? OptionalLong.empty() : OptionalLong.of(previous),
                stamp.getOccurredAtMs());
    }

    static Incarnation life(io.vfledger.avro.AgentStamp stamp) {
        return new Incarnation(stamp.getIncarnation(), stamp.getBootId(), stamp.getMachineId(), stamp.getLife());
    }

    static io.vfledger.avro.AgentStamp life(Incarnation life) {
        return io.vfledger.avro.AgentStamp.newBuilder()
                .setIncarnation(life.counter())
                .setBootId(life.bootId())
                .setMachineId(life.machineId())
                .setLife(life.life())
                .build();
    }

    static Attachment attachment(io.vfledger.avro.Attachment attachment) {
        return Attachment.of(attachment.getNetwork(), attachment.getContainerId(), attachment.getIfname());
    }

    static Optional<Attachment> optionalAttachment(io.vfledger.avro.@Nullable Attachment attachment) {
        return attachment == null ? Optional.empty() : Optional.of(attachment(attachment));
    }

    static io.vfledger.avro.Attachment attachment(Attachment attachment) {
        return io.vfledger.avro.Attachment.newBuilder()
                .setNetwork(attachment.network().value())
                .setContainerId(attachment.containerId().value())
                .setIfname(attachment.ifname().value())
                .build();
    }

    static io.vfledger.avro.@Nullable Attachment attachmentOrNull(Optional<Attachment> attachment) {
        return attachment.isPresent() ? attachment(attachment.get()) : null;
    }

    static Optional<Demand> demand(io.vfledger.avro.@Nullable Demand demand) {
        return demand == null
                ? Optional.empty()
                : Optional.of(new Demand(demand.getOwner(), new NetworkName(demand.getNetwork()), demand.getSlot()));
    }

    static io.vfledger.avro.Demand demand(Demand demand) {
        return io.vfledger.avro.Demand.newBuilder()
                .setOwner(demand.owner())
                .setNetwork(demand.network().value())
                .setSlot(demand.slot())
                .build();
    }

    static io.vfledger.avro.@Nullable Demand demandOrNull(Optional<Demand> demand) {
        return demand.isPresent() ? demand(demand.get()) : null;
    }

    /** The pod; a runtime that names none may leave the names empty. */
    static Optional<PodIdentity> pod(io.vfledger.avro.@Nullable PodIdentity pod) {
        return pod == null || (pod.getNamespace().isEmpty() && pod.getName().isEmpty())
                ? Optional.empty()
                : Optional.of(namedPod(pod));
    }

    /** The pod under the UID that its runtime tells: of a static pod that is its configuration's hash. */
    static PodIdentity namedPod(io.vfledger.avro.PodIdentity pod) {
        Optional<PodUid> uid = Scalars.text(pod.getConfigHash())
                .or(() -> Scalars.text(pod.getUid()))
                .map(PodUid::new);
        return new PodIdentity(pod.getNamespace(), pod.getName(), uid);
    }

    static io.vfledger.avro.PodIdentity pod(PodIdentity pod) {
        return io.vfledger.avro.PodIdentity.newBuilder()
                .setNamespace(pod.namespace())
                .setName(pod.name())
                .setUid(Scalars.orEmpty(pod.uid()))
                .build();
    }

    static io.vfledger.avro.@Nullable PodIdentity podOrNull(Optional<PodIdentity> pod) {
        return pod.isPresent() ? pod(pod.get()) : null;
    }

    static NetworkNamespace netns(io.vfledger.avro.NetworkNamespace netns) {
        return new NetworkNamespace(netns.getPath(), netns.getDevice(), netns.getInode());
    }

    static Optional<NetworkNamespace> optionalNetns(io.vfledger.avro.@Nullable NetworkNamespace netns) {
        return netns == null ? Optional.empty() : Optional.of(netns(netns));
    }

    static io.vfledger.avro.NetworkNamespace netns(NetworkNamespace netns) {
        return io.vfledger.avro.NetworkNamespace.newBuilder()
                .setPath(netns.path())
                .setDevice(netns.device())
                .setInode(netns.inode())
                .build();
    }

    static io.vfledger.avro.@Nullable NetworkNamespace netnsOrNull(Optional<NetworkNamespace> netns) {
        return netns.isPresent() ? netns(netns.get()) : null;
    }

    static List<IpAssignment> ips(List<io.vfledger.avro.IpAssignment> ips) {
        return ips.stream()
                .map(ip -> new IpAssignment(ip.getAddress(), Optional.ofNullable(ip.getGateway())))
                .toList();
    }

    static List<io.vfledger.avro.IpAssignment> avroIps(List<IpAssignment> ips) {
        return ips.stream()
                .map(ip -> io.vfledger.avro.IpAssignment.newBuilder()
                        .setAddress(ip.address())
                        .setGateway(Scalars.orNull(ip.gateway()))
                        .build())
                .toList();
    }
}
