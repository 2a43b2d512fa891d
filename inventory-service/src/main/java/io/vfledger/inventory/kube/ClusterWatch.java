package io.vfledger.inventory.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.vfledger.inventory.scheduling.ClusterPods;
import io.vfledger.vf.NodeName;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches pods, NetworkAttachmentDefinitions and nodes. A watch that breaks is taken up again where it was; where the API
 * server has forgotten that place (410 Gone) everything is listed anew, and what had gone meanwhile is told as missed.
 */
public final class ClusterWatch implements AutoCloseable {
    /** Objects of one page of a list: bounds the memory that listing takes, here and in the API server. */
    private static final long PAGE = 500;

    static final ResourceDefinitionContext NETWORK_ATTACHMENT_DEFINITION = new ResourceDefinitionContext.Builder()
            .withGroup("k8s.cni.cncf.io")
            .withVersion("v1")
            .withKind("NetworkAttachmentDefinition")
            .withPlural("network-attachment-definitions")
            .withNamespaced(true)
            .build();

    private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);

    private final AtomicLong unreadable = new AtomicLong();
    private final SharedIndexInformer<Node> nodes;
    private final List<SharedIndexInformer<?>> informers;

    /**
     * Prepares the watches; {@link #start} begins them.
     *
     * @param changed is told after each change
     */
    public ClusterWatch(KubernetesClient client, ClusterPods into, Runnable changed, Clock clock) {
        SharedIndexInformer<Pod> pods = client.pods()
                .inAnyNamespace()
                .withoutField("spec.nodeName", "")
                .withLimit(PAGE)
                .runnableInformer(0)
                .itemStore(new SlimPods());
        nodes = client.nodes().withLimit(PAGE).runnableInformer(0).itemStore(new SlimNodes());
        SharedIndexInformer<GenericKubernetesResource> networks = client.genericKubernetesResources(
                        NETWORK_ATTACHMENT_DEFINITION)
                .inAnyNamespace()
                .withLimit(PAGE)
                .runnableInformer(0);
        pods.addEventHandler(handler(
                pod -> WatchedObjects.pod(pod).ifPresent(into::put),
                (pod, missed) -> into.gone(WatchedObjects.key(pod), missed),
                changed));
        nodes.addEventHandler(handler(
                node -> into.nodeHere(name(node)), (node, _) -> into.nodeGone(name(node), clock.instant()), changed));
        networks.addEventHandler(handler(
                network -> into.put(WatchedObjects.network(network)),
                (network, _) -> into.networkGone(WatchedObjects.key(network)),
                changed));
        informers = List.of(networks, nodes, pods);
        informers.forEach(informer -> informer.exceptionHandler((started, failure) -> {
            LOG.warn(
                    "the watch of {} was interrupted, taking it up again: {}",
                    informer.getApiTypeClass().getSimpleName(),
                    failure.toString());
            return true;
        }));
    }

    private <T extends HasMetadata> WatchHandler<T> handler(
            java.util.function.Consumer<T> there, java.util.function.BiConsumer<T, Boolean> gone, Runnable changed) {
        return new WatchHandler<>(there.andThen(_ -> changed.run()), gone.andThen((_, _) -> changed.run()), unreadable);
    }

    private static NodeName name(Node node) {
        return new NodeName(node.getMetadata().getName());
    }

    /** Begins; done once everything that there is has been listed. Tries until then. */
    public CompletableFuture<Void> start() {
        return CompletableFuture.allOf(informers.stream()
                .map(informer -> informer.start().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    /** A node as it was seen last. */
    Optional<Node> node(NodeName name) {
        return Optional.ofNullable(nodes.getStore().getByKey(name.value()));
    }

    /** Whether all watches stand. */
    public boolean watching() {
        return informers.stream().allMatch(SharedIndexInformer::isWatching);
    }

    /** Objects that could not be read so far. */
    public long unreadable() {
        return unreadable.get();
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::close);
    }
}
