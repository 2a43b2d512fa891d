package io.vfledger.inventory.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of several instances tells of pods: the one that holds the lease {@value #LEASE}. Two that do so for a moment do no
 * harm, since what is told can be told twice.
 */
public final class Leadership implements AutoCloseable {
    static final String LEASE = "vfledger-inventory-service";

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    /** Of the three durations of an election the lease is the longest: one fifth of it is the pace of renewing. */
    private static final int RETRIES = 5;

    private final KubernetesClient client;
    private final LeaderElectionConfig election;
    private final Duration pause;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "leadership");
        thread.setDaemon(true);
        return thread;
    });
    private volatile CompletableFuture<?> campaign = CompletableFuture.completedFuture(null);
    private volatile boolean leading;
    private volatile boolean closed;

    /**
     * Prepares the election; {@link #start} begins.
     *
     * @param namespace of the lease
     * @param identity of this instance, unique among them
     * @param lease how long another instance waits after the leader was last heard of; 1 s and more
     * @param lead is told when this instance begins to lead
     * @param follow is told when it leads no longer
     */
    public Leadership(
            KubernetesClient client,
            String namespace,
            String identity,
            Duration lease,
            Runnable lead,
            Runnable follow) {
        this.client = client;
        this.pause = lease.dividedBy(RETRIES);
        this.election = new LeaderElectionConfigBuilder()
                .withName(LEASE)
                .withLock(new LeaseLock(namespace, LEASE, identity))
                .withLeaseDuration(lease)
                .withRenewDeadline(pause.multipliedBy(RETRIES - 2L))
                .withRetryPeriod(pause)
                .withReleaseOnCancel(true)
                .withLeaderCallbacks(new LeaderCallbacks(
                        () -> {
                            leading = true;
                            LOG.info("{} leads from here on", identity);
                            lead.run();
                        },
                        () -> {
                            leading = false;
                            LOG.info("{} leads no longer", identity);
                            follow.run();
                        },
                        leader -> LOG.info("the leader is {}", leader)))
                .build();
    }

    /** Begins; whoever loses the lease stands again. */
    public void start() {
        if (!closed) {
            campaign = new LeaderElector(client, election, executor).start();
            var _ = campaign.whenComplete((_, _) -> standAgain());
        }
    }

    private void standAgain() {
        if (!closed) {
            var _ = executor.schedule(this::start, pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Whether this instance leads. */
    public boolean leads() {
        return leading;
    }

    /** Gives the lease back, so that another instance need not wait. */
    @Override
    public void close() {
        closed = true;
        campaign.cancel(true);
        executor.shutdown();
    }
}
