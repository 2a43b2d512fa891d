package io.vfledger.inventory.kube;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps of each watched pod what {@link WatchedObjects#pod} reads, and nothing else: of a pod that selects no network that
 * is its name, its uid and its version.
 */
final class SlimPods extends BasicItemStore<Pod> {
    private static final List<String> ANNOTATIONS = List.of(
            WatchedObjects.NETWORKS,
            WatchedObjects.DEFAULT_NETWORK,
            WatchedObjects.CONFIG_HASH,
            WatchedObjects.CONFIG_MIRROR);

    SlimPods() {
        super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public Pod put(String key, Pod pod) {
        return super.put(key, slim(pod));
    }

    /** The informer must not take what is missing for a change. */
    @Override
    public boolean isFullState() {
        return false;
    }

    static Pod slim(Pod pod) {
        ObjectMeta full = pod.getMetadata();
        ObjectMetaBuilder metadata = new ObjectMetaBuilder()
                .withNamespace(full.getNamespace())
                .withName(full.getName())
                .withUid(full.getUid())
                .withResourceVersion(full.getResourceVersion());
        Map<String, String> kept = new LinkedHashMap<>();
        ANNOTATIONS.forEach(name -> WatchedObjects.annotation(pod, name).ifPresent(text -> kept.put(name, text)));
        if (kept.isEmpty() || pod.getSpec() == null) {
            return new PodBuilder().withMetadata(metadata.build()).build();
        }
        return new PodBuilder()
                .withMetadata(metadata.withAnnotations(kept).build())
                .withNewSpec()
                .withNodeName(pod.getSpec().getNodeName())
                .withHostNetwork(pod.getSpec().getHostNetwork())
                .endSpec()
                .withNewStatus()
                .withPhase(pod.getStatus() == null ? null : pod.getStatus().getPhase())
                .endStatus()
                .build();
    }
}
