package io.vfledger.simulation.node;

import io.vfledger.simulation.fate.Timeline;
import io.vfledger.vf.NodeName;
import java.util.Map;
import java.util.TreeMap;

/** Who can reach the broker. */
public final class Network {
    private final Timeline timeline;
    private final Map<NodeName, Long> awayUntil = new TreeMap<>();
    private long nobodyUntil;

    public Network(Timeline timeline) {
        this.timeline = timeline;
    }

    void away(NodeName node, long durationMs) {
        awayUntil.put(node, timeline.nowMs() + durationMs);
    }

    /** No node can write for a while. */
    public void nobody(long durationMs) {
        nobodyUntil = timeline.nowMs() + durationMs;
    }

    boolean reaches(NodeName node) {
        return timeline.nowMs() >= Math.max(nobodyUntil, awayUntil.getOrDefault(node, 0L));
    }

    /** Everybody can, from here on. */
    public void calm() {
        awayUntil.clear();
        nobodyUntil = 0;
    }
}
