package io.vfledger.inventory.scheduling;

import io.vfledger.vf.NodeName;
import io.vfledger.vf.PodNetwork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The pods of a cluster that select networks, and what of them has still to be told. The watches put in, one teller takes
 * out; only what changes is told, and only of nodes that have an agent. Bounded by the cluster: each pod waits once.
 */
public final class ClusterPods {
    /** How long a node may be away from the API server before it counts as removed: a kubelet may register it again. */
    public static final Duration NODE_PATIENCE = Duration.ofMinutes(5);

    /** Deleted pods that wait to be told of, at most; beyond it their nodes get a snapshot instead. */
    static final int MOST_DELETED = 10_000;

    private static final int MAX_COMPLAINT = 1_000;

    private final Map<ObjectKey, PodSource> pods = new HashMap<>();
    private final Map<NodeName, Set<ObjectKey>> onNode = new HashMap<>();
    private final Map<ObjectKey, NetworkDefinition> networks = new HashMap<>();
    private final Map<NodeName, Instant> nodesGone = new LinkedHashMap<>();
    private final Map<ObjectKey, List<PodNetwork>> told = new HashMap<>();
    private final Map<ObjectKey, String> refused = new HashMap<>();
    private final Set<ObjectKey> duePods = new LinkedHashSet<>();
    private final Map<String, SchedulingNews.PodDeleted> dueDeleted = new LinkedHashMap<>();
    private final Set<NodeName> dueSnapshots = new LinkedHashSet<>();
    private final List<Complaint> complaints = new ArrayList<>();
    private Set<NodeName> agents = Set.of();
    private boolean leading;

    /**
     * A pod that cannot be told of.
     *
     * @param pod which
     * @param uid of it
     * @param why in words
     */
    public record Complaint(ObjectKey pod, String uid, String why) {}

    /**
     * How much there is.
     *
     * @param pods that select networks
     * @param networks NetworkAttachmentDefinitions
     * @param waiting pieces of news that are not told yet
     * @param refused pods that cannot be told of
     */
    public record Counts(int pods, int networks, int waiting, int refused) {}

    /** A pod is there, or has changed. */
    public synchronized void put(PodSource pod) {
        if (pod.stage() == PodSource.Stage.COMPLETED || !pod.asksForNetworks()) {
            gone(pod.key(), false);
            return;
        }
        PodSource before = pods.put(pod.key(), pod);
        if (pod.equals(before)) {
            return;
        }
        if (before != null && !(before.uid().equals(pod.uid()) && before.node().equals(pod.node()))) {
            forget(before);
        }
        onNode.computeIfAbsent(pod.node(), _ -> new LinkedHashSet<>()).add(pod.key());
        if (leading) {
            duePods.add(pod.key());
        }
    }

    /**
     * A pod is not there any more.
     *
     * @param missed that it went was not seen as it happened: the watch had been interrupted
     */
    public synchronized void gone(ObjectKey key, boolean missed) {
        PodSource before = pods.remove(key);
        if (before != null) {
            forget(before);
            if (missed && leading) {
                dueSnapshots.add(before.node());
            }
        }
    }

    private void forget(PodSource pod) {
        told.remove(pod.key());
        refused.remove(pod.key());
        duePods.remove(pod.key());
        Set<ObjectKey> there = onNode.get(pod.node());
        if (there != null && there.remove(pod.key()) && there.isEmpty()) {
            onNode.remove(pod.node());
        }
        if (!leading) {
            return;
        }
        if (dueDeleted.size() >= MOST_DELETED) {
            dueSnapshots.add(pod.node());
        } else {
            dueDeleted.put(pod.uid(), new SchedulingNews.PodDeleted(pod.node(), SchedulingNews.Pod.of(pod)));
        }
    }

    /** A network is there, or has changed: the pods that wait for it are looked at anew. */
    public synchronized void put(NetworkDefinition network) {
        if (!network.equals(networks.put(network.key(), network))) {
            lookAgainAt(network.key());
        }
    }

    /** A network is not there any more. Pods that have it keep it. */
    public synchronized void networkGone(ObjectKey key) {
        networks.remove(key);
    }

    private void lookAgainAt(ObjectKey network) {
        if (leading) {
            pods.values().stream()
                    .filter(pod -> pod.stage() == PodSource.Stage.PENDING)
                    .filter(pod -> PodNetworks.named(pod).contains(network))
                    .forEach(pod -> duePods.add(pod.key()));
        }
    }

    /** A node is there. */
    public synchronized void nodeHere(NodeName node) {
        nodesGone.remove(node);
    }

    /** A node is not there any more. */
    public synchronized void nodeGone(NodeName node, Instant since) {
        nodesGone.putIfAbsent(node, since);
    }

    /** From here on news is collected; all that is there is told anew. */
    public synchronized void lead() {
        leading = true;
        told.clear();
        refused.clear();
        duePods.addAll(pods.keySet());
        dueSnapshots.addAll(agents);
    }

    /** Another one tells from here on. */
    public synchronized void follow() {
        leading = false;
        duePods.clear();
        dueDeleted.clear();
        dueSnapshots.clear();
    }

    /** Nodes that have an agent: the others have nothing to give. */
    public synchronized void agents(Set<NodeName> nodes) {
        if (leading) {
            for (NodeName node : nodes) {
                if (!agents.contains(node)) {
                    dueSnapshots.add(node);
                    duePods.addAll(onNode.getOrDefault(node, Set.of()));
                }
            }
        }
        agents = Set.copyOf(nodes);
    }

    /**
     * What has to be told next; it counts as told from here on.
     *
     * @param most pieces of news
     */
    public synchronized List<SchedulingNews> take(Instant now, int most) {
        List<SchedulingNews> news = new ArrayList<>();
        if (leading) {
            takeNodesGone(now, most, news);
            take(dueDeleted.values().iterator(), most, news, gone -> Optional.of(gone));
            take(dueSnapshots.iterator(), most, news, node -> Optional.of(snapshot(node)));
            take(duePods.iterator(), most, news, this::scheduled);
        }
        return news;
    }

    private interface Making<T> {
        Optional<? extends SchedulingNews> newsOf(T due);
    }

    private <T> void take(Iterator<T> due, int most, List<SchedulingNews> news, Making<T> making) {
        while (news.size() < most && due.hasNext()) {
            T next = due.next();
            due.remove();
            making.newsOf(next).filter(each -> agents.contains(each.node())).ifPresent(news::add);
        }
    }

    private void takeNodesGone(Instant now, int most, List<SchedulingNews> news) {
        Iterator<Map.Entry<NodeName, Instant>> nodes = nodesGone.entrySet().iterator();
        while (news.size() < most && nodes.hasNext()) {
            Map.Entry<NodeName, Instant> gone = nodes.next();
            if (!now.isBefore(gone.getValue().plus(NODE_PATIENCE))) {
                nodes.remove();
                if (agents.contains(gone.getKey())) {
                    news.add(new SchedulingNews.NodeRemoved(gone.getKey(), gone.getValue()));
                }
            }
        }
    }

    private SchedulingNews.NodePods snapshot(NodeName node) {
        return new SchedulingNews.NodePods(
                node,
                onNode.getOrDefault(node, Set.of()).stream()
                        .flatMap(key -> Optional.ofNullable(pods.get(key)).stream())
                        .map(SchedulingNews.Pod::of)
                        .toList());
    }

    private Optional<SchedulingNews> scheduled(ObjectKey key) {
        PodSource pod = pods.get(key);
        if (pod == null || pod.stage() != PodSource.Stage.PENDING || !agents.contains(pod.node())) {
            return Optional.empty();
        }
        return switch (PodNetworks.of(pod, network -> Optional.ofNullable(networks.get(network)))) {
            case Reading.Refused<List<PodNetwork>>(String why) -> {
                complain(pod, why.length() > MAX_COMPLAINT ? why.substring(0, MAX_COMPLAINT) : why);
                yield Optional.empty();
            }
            case Reading.Understood<List<PodNetwork>>(var wanted) -> {
                refused.remove(key);
                yield wanted.isEmpty() || wanted.equals(told.put(key, wanted))
                        ? Optional.empty()
                        : Optional.of(new SchedulingNews.PodScheduled(pod.node(), SchedulingNews.Pod.of(pod), wanted));
            }
        };
    }

    private void complain(PodSource pod, String why) {
        if (!why.equals(refused.put(pod.key(), why))) {
            complaints.add(new Complaint(pod.key(), pod.uid(), why));
        }
    }

    /** What could not be told after all has to be told again. */
    public synchronized void failed(List<SchedulingNews> news) {
        if (!leading) {
            return;
        }
        for (SchedulingNews each : news) {
            switch (each) {
                case SchedulingNews.PodScheduled scheduled -> {
                    told.remove(scheduled.pod().key());
                    duePods.add(scheduled.pod().key());
                }
                case SchedulingNews.PodDeleted deleted ->
                    dueDeleted.put(deleted.pod().uid(), deleted);
                case SchedulingNews.NodePods snapshot -> dueSnapshots.add(snapshot.node());
                case SchedulingNews.NodeRemoved removed -> nodesGone.put(removed.node(), removed.since());
            }
        }
    }

    /** Pods that cannot be told of and were not complained about yet. */
    public synchronized List<Complaint> complaints() {
        List<Complaint> all = List.copyOf(complaints);
        complaints.clear();
        return all;
    }

    /** How much there is. */
    public synchronized Counts counts() {
        return new Counts(
                pods.size(), networks.size(), duePods.size() + dueDeleted.size() + dueSnapshots.size(), refused.size());
    }
}
