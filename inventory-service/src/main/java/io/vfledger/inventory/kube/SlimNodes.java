package io.vfledger.inventory.kube;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;

/** Keeps of each watched node its name, its version, its labels and its capacity; the rest, like the images it has, is large. */
final class SlimNodes extends BasicItemStore<Node> {
    SlimNodes() {
        super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public Node put(String key, Node node) {
        return super.put(
                key,
                new NodeBuilder()
                        .withNewMetadata()
                        .withName(node.getMetadata().getName())
                        .withUid(node.getMetadata().getUid())
                        .withResourceVersion(node.getMetadata().getResourceVersion())
                        .withLabels(node.getMetadata().getLabels())
                        .endMetadata()
                        .withNewStatus()
                        .withCapacity(
                                node.getStatus() == null
                                        ? null
                                        : node.getStatus().getCapacity())
                        .endStatus()
                        .build());
    }

    /** The informer must not take what is missing for a change. */
    @Override
    public boolean isFullState() {
        return false;
    }
}
