package io.vfledger.inventory.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.vfledger.inventory.projection.InventoryStore;
import io.vfledger.inventory.projection.LedgerIndex;
import io.vfledger.inventory.projection.MemoryKeys;
import io.vfledger.inventory.projection.MemoryStore;
import io.vfledger.inventory.scheduling.ClusterPods;
import io.vfledger.inventory.scheduling.SchedulingNews;
import io.vfledger.lifecycle.VfPhase;
import io.vfledger.vf.Chooser;
import io.vfledger.vf.NodeName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real client against an API server in memory. */
@Timeout(180)
class ClusterLinkTest {
    private static final Duration LEASE = Duration.ofSeconds(5);

    private final ApiServer server = new ApiServer();
    private final List<ClusterLink> links = new ArrayList<>();
    private final InventoryStore store = new MemoryStore(new LedgerIndex(new MemoryKeys()));

    /** One instance of the service. */
    private final class Instance {
        final ClusterPods pods = new ClusterPods();
        final List<String> said = new ArrayList<>();
        final ClusterLink link;

        Instance() {
            pods.agents(Set.of(new NodeName("worker-1"), new NodeName("worker-2")));
            link = new ClusterLink(
                    server.client(),
                    new KubernetesSettings(Optional.of("vfledger"), Optional.of("intel.com")),
                    LEASE,
                    pods,
                    store,
                    () -> true,
                    () -> {},
                    Clock.systemUTC());
            links.add(link);
            link.start();
        }

        void hears(String news) {
            await(news, () -> {
                pods.take(Instant.now(), 100).forEach(each -> said.add(words(each)));
                return said.contains(news);
            });
        }
    }

    private static String words(SchedulingNews news) {
        return switch (news) {
            case SchedulingNews.PodScheduled scheduled ->
                "scheduled " + scheduled.pod().key().name() + scheduled.pod().configHash() + " "
                        + scheduled.networks().stream()
                                .map(network -> network.network() + "/" + network.slot())
                                .toList();
            case SchedulingNews.PodDeleted deleted ->
                "deleted " + deleted.pod().key().name();
            case SchedulingNews.NodePods snapshot ->
                "pods of " + snapshot.node() + " "
                        + snapshot.pods().stream()
                                .map(pod -> pod.key().name())
                                .sorted()
                                .toList();
            case SchedulingNews.NodeRemoved removed -> "removed " + removed.node();
        };
    }

    private static void await(String what, BooleanSupplier condition) {
        long giveUpAt = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > giveUpAt) {
                throw new AssertionError("not within 60 s: " + what);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    @BeforeEach
    void someObjects() {
        server.node("worker-1");
        server.network("blue", "{\"type\": \"sriov\", \"vlan\": 100}");
        server.pod(ApiServer.pod("a", "blue").build());
    }

    @AfterEach
    void stop() {
        links.forEach(ClusterLink::close);
        server.close();
    }

    @Test
    void tellsOfPodsFromTheirBindingToTheirEnd() {
        Instance instance = new Instance();
        instance.hears("scheduled a [blue/0]");
        instance.hears("pods of worker-1 [a]");
        server.pod(ApiServer.pod("b", "blue,blue@vf1").build());
        instance.hears("scheduled b [blue/0, blue/vf1]");
        server.delete("a");
        instance.hears("deleted a");
        try (NamespacedKubernetesClient client = server.client()) {
            client.pods().inNamespace("web").withName("b").editStatus(pod -> {
                pod.getStatus().setPhase("Succeeded");
                return pod;
            });
        }
        instance.hears("deleted b");
        assertThat(server.asked()).anyMatch(path -> path.contains("fieldSelector=spec.nodeName%21%3D"));
    }

    @Test
    void leavesOutWhatHasNoNetworkOfItsOwn() {
        Pod host = ApiServer.pod("host", "blue")
                .editSpec()
                .withHostNetwork(true)
                .endSpec()
                .build();
        Pod unbound = ApiServer.pod("unbound", "blue")
                .editSpec()
                .withNodeName(null)
                .endSpec()
                .build();
        Pod plain = ApiServer.pod("plain", "blue")
                .editMetadata()
                .withAnnotations(null)
                .endMetadata()
                .build();
        List.of(host, unbound, plain).forEach(server::pod);
        server.pod(ApiServer.pod("mirror", "blue")
                .editMetadata()
                .addToAnnotations(WatchedObjects.CONFIG_MIRROR, "-hash")
                .addToAnnotations(WatchedObjects.CONFIG_HASH, "-hash")
                .endMetadata()
                .build());
        Instance instance = new Instance();
        instance.hears("scheduled mirror-hash [blue/0]");
        instance.hears("pods of worker-1 [a, mirror]");
    }

    @Test
    void oneBadPodDisturbsNoOther() {
        server.pod(ApiServer.pod("bad", "[{").build());
        server.network("bad", "{");
        server.pod(ApiServer.pod("worse", "bad").build());
        Instance instance = new Instance();
        instance.hears("scheduled a [blue/0]");
        await("complaints", () -> instance.pods.counts().refused() == 2);
    }

    @Test
    void waitsWhenTheApiServerIsBusy() {
        for (int i = 0; i < 3; i++) {
            server.refuseOnce(request -> request.getPath().startsWith("/api/v1/pods"), 429);
            server.refuseOnce(request -> request.getPath().contains("network-attachment-definitions"), 503);
        }
        Instance instance = new Instance();
        instance.hears("scheduled a [blue/0]");
        assertThat(server.hasRefusedAll()).isTrue();
    }

    @Test
    void oneLeadsAndTheNextTellsEverythingAnew() {
        Instance first = new Instance();
        first.hears("scheduled a [blue/0]");
        Instance second = new Instance();
        await("the second knows the cluster", () -> second.link.status().synced());
        server.pod(ApiServer.pod("b", "blue").build());
        first.hears("scheduled b [blue/0]");
        assertThat(second.pods.take(Instant.now(), 100)).isEmpty();
        assertThat(second.link.status().leads()).isFalse();
        first.link.close();
        second.hears("pods of worker-1 [a, b]");
        second.hears("scheduled a [blue/0]");
        assertThat(second.link.status().leads()).isTrue();
        assertThat(first.link.status().leads()).isFalse();
    }

    @Test
    void standsAgainAfterItsLeaseWasTaken() {
        Instance instance = new Instance();
        instance.hears("scheduled a [blue/0]");
        try (NamespacedKubernetesClient client = server.client()) {
            client.leases().inNamespace("vfledger").withName(Leadership.LEASE).edit(lease -> {
                lease.getSpec().setHolderIdentity("another");
                lease.getSpec().setRenewTime(java.time.ZonedDateTime.now(java.time.ZoneOffset.UTC));
                return lease;
            });
        }
        await("it follows", () -> !instance.link.status().leads());
        instance.said.clear();
        instance.hears("pods of worker-1 [a]");
        assertThat(instance.link.status().leads()).isTrue();
    }

    @Test
    void letsTheSchedulerCountTheVfsOfANodeThoughKubeletForgetsThem() {
        store.put(NodeState.decided(1, NodeState.pool("fast", Chooser.ALLOCATOR)));
        store.put(NodeState.vf(0, "fast", VfPhase.FREE));
        store.put(NodeState.vf(1, "fast", VfPhase.ATTACHED));
        Instance instance = new Instance();
        await("two VFs of pool fast", () -> capacity("intel.com/fast").equals(Optional.of("2")));
        assertThat(instance.link.status().leads()).isTrue();

        setCapacity("intel.com/fast", "0");
        await("two VFs again", () -> capacity("intel.com/fast").equals(Optional.of("2")));

        store.put(NodeState.vf(2, "rest", VfPhase.FREE));
        store.put(NodeState.decided(2, NodeState.pool("rest", Chooser.ALLOCATOR)));
        await("another pool", () -> capacity("intel.com/rest").equals(Optional.of("1")));
        await("the pool that was taken out", () -> capacity("intel.com/fast").isEmpty());
        assertThat(capacity("cpu")).as("of the rest nothing is said").contains("8");
    }

    private Optional<String> capacity(String resource) {
        try (NamespacedKubernetesClient client = server.client()) {
            return Optional.ofNullable(client.nodes().withName("worker-1").get().getStatus())
                    .map(status -> status.getCapacity().get(resource))
                    .map(Quantity::toString);
        }
    }

    private void setCapacity(String resource, String number) {
        try (NamespacedKubernetesClient client = server.client()) {
            client.nodes().withName("worker-1").editStatus(node -> {
                node.getStatus().getCapacity().put(resource, new Quantity(number));
                return node;
            });
        }
    }
}
