package io.vfledger.inventory.kube;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.vfledger.inventory.projection.InventoryStore;
import io.vfledger.inventory.projection.NodeDecided;
import io.vfledger.vf.NodeName;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the VFs of the pools that the allocator chooses from into each node's status, as extended resources, so that the
 * scheduler counts them. Kubelet sets them to nothing when it registers its node anew: what the node says is compared, not what
 * was said last. The leader alone writes.
 */
final class NodeCapacity implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeCapacity.class);

    private final KubernetesClient client;
    private final String prefix;
    private final InventoryStore store;
    private final Function<NodeName, Optional<Node>> nodes;
    private final BooleanSupplier writes;
    private final Map<NodeName, Counted> counted = new HashMap<>();
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("node-capacity").daemon().factory());

    /**
     * What a node had when its state was as of that entry; names that it had before and has no more are {@code null}.
     *
     * @param settled it was counted twice: the states of a node and of its VFs come by two topics
     */
    private record Counted(long nodeSeq, boolean settled, Map<String, @Nullable Integer> resources) {}

    /**
     * Prepares it; {@link #start} begins.
     *
     * @param prefix of the resources' names
     * @param nodes a node as it is watched
     * @param writes whether this instance writes now
     */
    NodeCapacity(
            KubernetesClient client,
            String prefix,
            InventoryStore store,
            Function<NodeName, Optional<Node>> nodes,
            BooleanSupplier writes) {
        this.client = client;
        this.prefix = prefix;
        this.store = store;
        this.nodes = nodes;
        this.writes = writes;
    }

    /** Begins to compare, in that pace. */
    void start(Duration pace) {
        var _ = rounds.scheduleWithFixedDelay(this::round, 0, pace.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void round() {
        try {
            if (writes.getAsBoolean()) {
                store.nodes()
                        .forEach(name -> nodes.apply(name)
                                .ifPresent(node -> store.decided(name).ifPresent(decided -> compare(node, decided))));
            }
        } catch (KubernetesClientException e) {
            LOG.warn("the VFs of a node could not be written into its status, trying again: {}", e.getMessage());
        }
    }

    private void compare(Node node, NodeDecided decided) {
        Map<String, @Nullable Integer> wanted = count(decided).resources();
        Map<String, Quantity> there =
                node.getStatus() == null || node.getStatus().getCapacity() == null
                        ? Map.of()
                        : node.getStatus().getCapacity();
        Map<String, @Nullable String> different = new TreeMap<>();
        wanted.forEach((name, number) -> {
            String now = there.containsKey(name) ? there.get(name).toString() : null;
            String then = number == null ? null : number.toString();
            if (now == null ? then != null : !now.equals(then)) {
                different.put(name, then);
            }
        });
        if (!different.isEmpty()) {
            write(decided.node(), different);
        }
    }

    private Counted count(NodeDecided decided) {
        Counted before = counted.get(decided.node());
        boolean same = before != null && before.nodeSeq() == decided.nodeSeq();
        if (before != null && same && before.settled()) {
            return before;
        }
        Map<String, @Nullable Integer> resources = new TreeMap<>();
        if (before != null) {
            before.resources().keySet().forEach(name -> resources.put(name, null));
        }
        resources.putAll(PoolResources.of(prefix, decided.pools(), store.vfs(decided.node())));
        Counted now = new Counted(decided.nodeSeq(), same, resources);
        counted.put(decided.node(), now);
        return now;
    }

    /** A merge patch: of everything else in the status nothing is said. */
    private void write(NodeName node, Map<String, @Nullable String> capacity) {
        String patch = Serialization.asJson(Map.of("status", Map.of("capacity", capacity)));
        client.nodes().withName(node.value()).subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), patch);
        LOG.info("node {} has {}", node, capacity);
    }

    @Override
    public void close() {
        rounds.shutdownNow();
    }
}
