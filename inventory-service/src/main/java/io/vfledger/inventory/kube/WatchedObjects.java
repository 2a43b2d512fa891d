package io.vfledger.inventory.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.vfledger.inventory.scheduling.NetworkDefinition;
import io.vfledger.inventory.scheduling.ObjectKey;
import io.vfledger.inventory.scheduling.PodSource;
import io.vfledger.vf.NodeName;
import java.util.Map;
import java.util.Optional;

/** From the objects of the API to what matters of them. */
final class WatchedObjects {
    static final String NETWORKS = "k8s.v1.cni.cncf.io/networks";
    static final String DEFAULT_NETWORK = "v1.multus-cni.io/default-network";
    static final String RESOURCE_NAME = "k8s.v1.cni.cncf.io/resourceName";

    /** Of a static pod's mirror; the kubelet writes both (k8s.io/kubernetes/pkg/kubelet/types). */
    static final String CONFIG_HASH = "kubernetes.io/config.hash";

    static final String CONFIG_MIRROR = "kubernetes.io/config.mirror";

    private WatchedObjects() {}

    static ObjectKey key(HasMetadata object) {
        return new ObjectKey(
                object.getMetadata().getNamespace(), object.getMetadata().getName());
    }

    /** A pod that is bound to a node and has a network of its own; empty for any other. */
    static Optional<PodSource> pod(Pod pod) {
        if (pod.getSpec() == null
                || pod.getSpec().getNodeName() == null
                || pod.getSpec().getNodeName().isEmpty()
                || Boolean.TRUE.equals(pod.getSpec().getHostNetwork())) {
            return Optional.empty();
        }
        return Optional.of(new PodSource(
                key(pod),
                String.valueOf(pod.getMetadata().getUid()),
                annotation(pod, CONFIG_MIRROR)
                        .flatMap(_ -> annotation(pod, CONFIG_HASH))
                        .orElse(""),
                new NodeName(pod.getSpec().getNodeName()),
                stage(pod.getStatus() == null ? null : pod.getStatus().getPhase()),
                annotation(pod, NETWORKS),
                annotation(pod, DEFAULT_NETWORK)));
    }

    /** Phases of a pod: {@code Unknown} is a node that does not answer; its pods may well run. */
    private static PodSource.Stage stage(@org.jspecify.annotations.Nullable String phase) {
        return switch (phase) {
            case "Succeeded", "Failed" -> PodSource.Stage.COMPLETED;
            case "Running", "Unknown" -> PodSource.Stage.RUNNING;
            case null, default -> PodSource.Stage.PENDING;
        };
    }

    static NetworkDefinition network(GenericKubernetesResource network) {
        Object config = network.get("spec", "config");
        return new NetworkDefinition(
                key(network), config instanceof String text ? text : "", annotation(network, RESOURCE_NAME));
    }

    static Optional<String> annotation(HasMetadata object, String name) {
        ObjectMeta metadata = object.getMetadata();
        Map<String, String> annotations = metadata.getAnnotations();
        return annotations == null ? Optional.empty() : Optional.ofNullable(annotations.get(name));
    }
}
