package io.vfledger.inventory.scheduling;

import static io.vfledger.inventory.scheduling.Cluster.NOW;
import static io.vfledger.inventory.scheduling.Cluster.WORKER_1;
import static io.vfledger.inventory.scheduling.Cluster.WORKER_2;
import static io.vfledger.inventory.scheduling.Cluster.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterPodsTest {
    private static String said(SchedulingNews news) {
        return switch (news) {
            case SchedulingNews.PodScheduled scheduled ->
                "scheduled " + scheduled.pod().key().name() + " on " + scheduled.node() + ": "
                        + scheduled.networks().stream()
                                .map(network -> network.network() + "/" + network.slot())
                                .toList();
            case SchedulingNews.PodDeleted deleted -> "deleted " + deleted.pod().uid() + " on " + deleted.node();
            case SchedulingNews.NodePods snapshot ->
                "pods of " + snapshot.node() + ": "
                        + snapshot.pods().stream().map(pod -> pod.key().name()).toList();
            case SchedulingNews.NodeRemoved removed -> "removed " + removed.node();
        };
    }

    private static List<String> said(List<SchedulingNews> news) {
        return news.stream().map(ClusterPodsTest::said).toList();
    }

    @Test
    void tellsOfAPodOnceAndOfItsEnd() {
        Cluster cluster = new Cluster().leading();
        cluster.pods.put(pod("a", "blue"));
        assertThat(said(cluster.take())).containsExactly("scheduled a on worker-1: [blue/0]");
        cluster.pods.put(pod("a", "blue"));
        cluster.pods.put(pod("a", WORKER_1, PodSource.Stage.RUNNING, "blue"));
        assertThat(cluster.take()).isEmpty();
        cluster.pods.gone(new ObjectKey("web", "a"), false);
        assertThat(said(cluster.take())).containsExactly("deleted uid-a on worker-1");
        cluster.pods.gone(new ObjectKey("web", "a"), false);
        assertThat(cluster.take()).isEmpty();
    }

    @Test
    void takesACompletedPodForDeleted() {
        Cluster cluster = new Cluster().leading();
        cluster.pods.put(pod("job", "blue"));
        cluster.take();
        cluster.pods.put(pod("job", WORKER_1, PodSource.Stage.COMPLETED, "blue"));
        assertThat(said(cluster.take())).containsExactly("deleted uid-job on worker-1");
    }

    @Test
    void tellsAPodThatCameAgainByTheSameNameApart() {
        Cluster cluster = new Cluster().leading();
        cluster.pods.put(pod("db-0", "blue"));
        cluster.take();
        PodSource again = new PodSource(
                new ObjectKey("web", "db-0"),
                "another",
                "",
                WORKER_2,
                PodSource.Stage.PENDING,
                Optional.of("red"),
                Optional.empty());
        cluster.pods.put(again);
        assertThat(said(cluster.take()))
                .containsExactly("deleted uid-db-0 on worker-1", "scheduled db-0 on worker-2: [red/0]");
    }

    @Test
    void tellsTheWholeNodeWhenTheEndOfAPodWasMissed() {
        Cluster cluster = new Cluster().leading();
        cluster.pods.put(pod("a", "blue"));
        cluster.pods.put(pod("b", "blue"));
        cluster.take();
        cluster.pods.gone(new ObjectKey("web", "a"), true);
        assertThat(said(cluster.take())).containsExactly("deleted uid-a on worker-1", "pods of worker-1: [b]");
    }

    @Test
    void tellsEveryNodeAtATakeOverButHoldsNothingForWhatRuns() {
        Cluster cluster = new Cluster();
        cluster.pods.put(pod("new", "blue"));
        cluster.pods.put(pod("old", WORKER_1, PodSource.Stage.RUNNING, "blue"));
        assertThat(cluster.take()).as("it does not lead").isEmpty();
        cluster.pods.lead();
        assertThat(said(cluster.take()))
                .containsExactlyInAnyOrder(
                        "pods of worker-1: [new, old]", "pods of worker-2: []", "scheduled new on worker-1: [blue/0]");
        cluster.pods.follow();
        cluster.pods.put(pod("c", "blue"));
        assertThat(cluster.take()).isEmpty();
    }

    @Test
    void tellsOfANodeAsSoonAsItHasAnAgent() {
        Cluster cluster = new Cluster().leading();
        NodeName late = new NodeName("worker-3");
        cluster.pods.put(pod("a", late, PodSource.Stage.PENDING, "blue"));
        assertThat(cluster.take()).as("it has no agent").isEmpty();
        cluster.pods.agents(Set.of(WORKER_1, WORKER_2, late));
        assertThat(said(cluster.take())).containsExactly("pods of worker-3: [a]", "scheduled a on worker-3: [blue/0]");
    }

    @Test
    void complainsOnceAndLooksAgainWhenTheNetworkIsMended() {
        Cluster cluster = new Cluster().leading();
        cluster.pods.put(pod("a", "green"));
        cluster.pods.put(pod("b", "blue"));
        assertThat(said(cluster.take()))
                .as("nobody else is disturbed")
                .containsExactly("scheduled b on worker-1: [blue/0]");
        assertThat(cluster.pods.complaints())
                .singleElement()
                .satisfies(complaint -> assertThat(complaint.why()).contains("web/green is not there"));
        cluster.pods.put(Cluster.network("green", "{\"type\": \"sriov\", \"vlan\": -1}"));
        cluster.take();
        assertThat(cluster.pods.complaints()).hasSize(1);
        assertThat(cluster.pods.counts().refused()).isEqualTo(1);
        cluster.pods.put(Cluster.network("green", "{\"type\": \"sriov\"}"));
        assertThat(said(cluster.take())).containsExactly("scheduled a on worker-1: [green/0]");
        assertThat(cluster.pods.counts().refused()).isZero();
    }

    @Test
    void keepsAPodInTheSnapshotWhoseNetworkWasDeleted() {
        Cluster cluster = new Cluster();
        cluster.pods.put(pod("a", WORKER_1, PodSource.Stage.RUNNING, "blue"));
        cluster.pods.networkGone(new ObjectKey("web", "blue"));
        cluster.pods.lead();
        assertThat(said(cluster.take())).contains("pods of worker-1: [a]");
    }

    @Test
    void tellsAgainWhatFailed() {
        Cluster cluster = new Cluster();
        cluster.pods.put(pod("a", "blue"));
        cluster.pods.put(pod("b", "blue"));
        cluster.pods.lead();
        List<SchedulingNews> first = cluster.take();
        cluster.pods.failed(first);
        assertThat(cluster.take()).containsExactlyInAnyOrderElementsOf(first);
        cluster.pods.gone(new ObjectKey("web", "a"), false);
        List<SchedulingNews> second = cluster.take();
        cluster.pods.failed(second);
        assertThat(cluster.take()).isEqualTo(second);
    }

    @Test
    void tellsOfANodeThatStaysAway() {
        Cluster cluster = new Cluster().leading();
        cluster.pods.nodeGone(WORKER_1, NOW);
        cluster.pods.nodeGone(WORKER_2, NOW);
        assertThat(cluster.take()).isEmpty();
        cluster.pods.nodeHere(WORKER_2);
        assertThat(said(cluster.pods.take(NOW.plus(ClusterPods.NODE_PATIENCE), 10)))
                .containsExactly("removed worker-1");
        assertThat(cluster.pods.take(NOW.plus(Duration.ofDays(1)), 10)).isEmpty();
    }

    @Test
    void takesNoMoreThanAsked() {
        Cluster cluster = new Cluster().leading();
        for (int i = 0; i < 10; i++) {
            cluster.pods.put(pod("p" + i, "blue"));
        }
        assertThat(cluster.pods.take(NOW, 4)).hasSize(4);
        assertThat(cluster.pods.counts().waiting()).isEqualTo(6);
        assertThat(cluster.pods.take(NOW, 10)).hasSize(6);
    }

    @Test
    void tellsWholeNodesWhenTooManyPodsWentWhileNobodyListened() {
        Cluster cluster = new Cluster().leading();
        for (int i = 0; i <= ClusterPods.MOST_DELETED; i++) {
            cluster.pods.put(pod("p" + i, "blue"));
        }
        for (int i = 0; i <= ClusterPods.MOST_DELETED; i++) {
            cluster.pods.gone(new ObjectKey("web", "p" + i), false);
        }
        List<SchedulingNews> news = cluster.pods.take(NOW, 1_000_000);
        assertThat(news).hasSize(ClusterPods.MOST_DELETED + 1);
        assertThat(said(news.getLast())).isEqualTo("pods of worker-1: []");
    }
}
