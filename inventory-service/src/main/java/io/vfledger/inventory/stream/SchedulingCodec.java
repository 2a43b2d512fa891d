package io.vfledger.inventory.stream;

import io.vfledger.avro.NodePodsSnapshot;
import io.vfledger.avro.NodeRemoved;
import io.vfledger.avro.PodDeleted;
import io.vfledger.avro.PodIdentity;
import io.vfledger.avro.PodNetwork;
import io.vfledger.avro.PodScheduled;
import io.vfledger.inventory.scheduling.SchedulingNews;
import io.vfledger.ledger.Attributes;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PoolName;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;

/** News of pods and nodes as the contract writes it. */
final class SchedulingCodec {
    private SchedulingCodec() {}

    /** The record. */
    static SpecificRecord encode(SchedulingNews news, Instant observed) {
        String node = news.node().value();
        long at = observed.toEpochMilli();
        return switch (news) {
            case SchedulingNews.PodScheduled scheduled ->
                PodScheduled.newBuilder()
                        .setNode(node)
                        .setPod(pod(scheduled.pod()))
                        .setNetworks(scheduled.networks().stream()
                                .map(SchedulingCodec::network)
                                .toList())
                        .setObservedAtMs(at)
                        .build();
            case SchedulingNews.PodDeleted deleted ->
                PodDeleted.newBuilder()
                        .setNode(node)
                        .setPod(pod(deleted.pod()))
                        .setObservedAtMs(at)
                        .build();
            case SchedulingNews.NodePods snapshot ->
                NodePodsSnapshot.newBuilder()
                        .setNode(node)
                        .setPods(snapshot.pods().stream()
                                .map(SchedulingCodec::pod)
                                .toList())
                        .setObservedAtMs(at)
                        .build();
            case SchedulingNews.NodeRemoved removed ->
                NodeRemoved.newBuilder()
                        .setNode(node)
                        .setCause("the API server has not known the node since " + removed.since())
                        .setObservedAtMs(at)
                        .build();
        };
    }

    /** What tells this piece of news from others of its node. */
    static String about(SchedulingNews news) {
        return switch (news) {
            case SchedulingNews.PodScheduled scheduled ->
                "scheduled/" + scheduled.pod().uid();
            case SchedulingNews.PodDeleted deleted -> "deleted/" + deleted.pod().uid();
            case SchedulingNews.NodePods snapshot -> "pods";
            case SchedulingNews.NodeRemoved removed -> "removed";
        };
    }

    private static PodIdentity pod(SchedulingNews.Pod pod) {
        return PodIdentity.newBuilder()
                .setNamespace(pod.key().namespace())
                .setName(pod.key().name())
                .setUid(pod.uid())
                .setConfigHash(pod.configHash())
                .build();
    }

    private static PodNetwork network(io.vfledger.vf.PodNetwork network) {
        return PodNetwork.newBuilder()
                .setNetwork(network.network().value())
                .setSlot(network.slot())
                .setPool(network.pool().map(PoolName::value).orElse(""))
                .setDeviceId(network.device().map(PciAddress::value).orElse(null))
                .setSettings(Attributes.settings(network.settings()))
                .build();
    }
}
