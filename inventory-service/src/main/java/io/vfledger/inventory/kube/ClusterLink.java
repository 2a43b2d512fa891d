package io.vfledger.inventory.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.vfledger.inventory.projection.InventoryStore;
import io.vfledger.inventory.scheduling.ClusterPods;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service's link to a cluster: watches it from the start, and tells of its pods while it leads. */
public final class ClusterLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterLink.class);
    private static final Duration LEASE = Duration.ofSeconds(15);

    /** A number that is late by this much lets the scheduler choose a node that refuses, or pass over one that would not. */
    private static final Duration CAPACITY_PACE = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final ClusterPods pods;
    private final ClusterWatch watch;
    private final Leadership leadership;
    private final Optional<NodeCapacity> capacity;
    private volatile boolean synced;

    /**
     * How it stands.
     *
     * @param server address of the API server
     * @param synced everything that there is was listed once
     * @param watching all watches stand
     * @param leads this instance tells of pods
     * @param counts of pods and networks
     * @param unreadable objects that could not be read so far
     */
    public record Status(
            String server,
            boolean synced,
            boolean watching,
            boolean leads,
            ClusterPods.Counts counts,
            long unreadable) {}

    /**
     * Prepares it; {@link #start} begins.
     *
     * @param store knows how many VFs each node has
     * @param ready whether it knows all of them
     * @param changed is told after each change
     */
    public static ClusterLink to(
            KubernetesSettings settings,
            ClusterPods pods,
            InventoryStore store,
            BooleanSupplier ready,
            Runnable changed,
            Clock clock) {
        KubernetesClient client = new KubernetesClientBuilder()
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build();
        return new ClusterLink(client, settings, LEASE, pods, store, ready, changed, clock);
    }

    ClusterLink(
            KubernetesClient client,
            KubernetesSettings settings,
            Duration lease,
            ClusterPods pods,
            InventoryStore store,
            BooleanSupplier ready,
            Runnable changed,
            Clock clock) {
        this.client = client;
        this.pods = pods;
        this.watch = new ClusterWatch(client, pods, changed, clock);
        this.leadership = new Leadership(
                client,
                settings.namespace()
                        .or(() -> Optional.ofNullable(client.getNamespace()))
                        .orElse("default"),
                identity(),
                lease,
                () -> {
                    pods.lead();
                    changed.run();
                },
                pods::follow);
        this.capacity = settings.resourcePrefix()
                .map(prefix -> new NodeCapacity(
                        client, prefix, store, watch::node, () -> leadership.leads() && ready.getAsBoolean()));
    }

    private static String identity() {
        return System.getenv().getOrDefault("HOSTNAME", "inventory-service") + "_" + UUID.randomUUID();
    }

    /** Begins. It stands for election once it knows the cluster: before, it would take what it has not seen for gone. */
    public void start() {
        LOG.info("watching the cluster of {}", client.getMasterUrl());
        var _ = watch.start().thenRun(() -> {
            synced = true;
            LOG.info("the cluster is known: {}", pods.counts());
            leadership.start();
            capacity.ifPresent(writing -> writing.start(CAPACITY_PACE));
        });
    }

    /** How it stands. */
    public Status status() {
        return new Status(
                client.getMasterUrl().toString(),
                synced,
                watch.watching(),
                leadership.leads(),
                pods.counts(),
                watch.unreadable());
    }

    @Override
    public void close() {
        capacity.ifPresent(NodeCapacity::close);
        leadership.close();
        watch.close();
        client.close();
    }
}
