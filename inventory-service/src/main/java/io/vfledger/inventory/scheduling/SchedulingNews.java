package io.vfledger.inventory.scheduling;

import io.vfledger.vf.NodeName;
import io.vfledger.vf.PodNetwork;
import java.time.Instant;
import java.util.List;

/** What the allocator is told. Saying the same twice does no harm. */
public sealed interface SchedulingNews {
    /** Whose partition it goes to. */
    NodeName node();

    /**
     * A pod under both of its identities.
     *
     * @param key its namespace and name
     * @param uid as the API server gave it
     * @param configHash of a mirror pod, what its runtime tells as its UID; empty of any other
     */
    record Pod(ObjectKey key, String uid, String configHash) {
        static Pod of(PodSource source) {
            return new Pod(source.key(), source.uid(), source.configHash());
        }
    }

    /** A pod was bound to the node, and will ask for these. */
    record PodScheduled(NodeName node, Pod pod, List<PodNetwork> networks) implements SchedulingNews {
        public PodScheduled {
            networks = List.copyOf(networks);
        }
    }

    /** A pod is gone from the API server, or has ended for good. */
    record PodDeleted(NodeName node, Pod pod) implements SchedulingNews {}

    /** All pods of the node that select networks; any other that was told of is gone. */
    record NodePods(NodeName node, List<Pod> pods) implements SchedulingNews {
        public NodePods {
            pods = List.copyOf(pods);
        }
    }

    /** The node has been away from the API server for long enough. */
    record NodeRemoved(NodeName node, Instant since) implements SchedulingNews {}
}
