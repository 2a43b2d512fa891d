package io.vfledger.inventory.scheduling;

import io.vfledger.vf.NodeName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A small cluster for tests: nodes worker-1 and worker-2, which have agents, and networks blue and red. */
final class Cluster {
    static final NodeName WORKER_1 = new NodeName("worker-1");
    static final NodeName WORKER_2 = new NodeName("worker-2");
    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    final ClusterPods pods = new ClusterPods();

    Cluster() {
        pods.agents(Set.of(WORKER_1, WORKER_2));
        pods.put(
                network("blue", "{\"type\": \"sriov\", \"cniVersion\": \"1.0.0\", \"name\": \"blue\", \"vlan\": 100}"));
        pods.put(network(
                "red",
                "{\"cniVersion\": \"1.0.0\", \"plugins\": [{\"type\": \"vfledger-cni\", \"pool\": \"fast\"},"
                        + " {\"type\": \"tuning\"}]}"));
        pods.put(network("bridge", "{\"type\": \"bridge\", \"name\": \"br\"}"));
    }

    static NetworkDefinition network(String name, String config) {
        return new NetworkDefinition(new ObjectKey("web", name), config, Optional.empty());
    }

    static PodSource pod(String name, String networks) {
        return pod(name, WORKER_1, PodSource.Stage.PENDING, networks);
    }

    static PodSource pod(String name, NodeName node, PodSource.Stage stage, String networks) {
        return new PodSource(
                new ObjectKey("web", name), "uid-" + name, "", node, stage, Optional.of(networks), Optional.empty());
    }

    List<SchedulingNews> take() {
        return pods.take(NOW, 100);
    }

    /** It leads, and has told what there was. */
    Cluster leading() {
        pods.lead();
        take();
        return this;
    }
}
