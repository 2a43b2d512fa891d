package io.vfledger.simulation.node;

import io.vfledger.vf.PciAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Whatever is done to one VF is done one after the other; what is done to several, in any order. */
final class Lanes {
    private final Agent agent;
    private final Map<PciAddress, Deque<Consumer<Runnable>>> queues = new TreeMap<>();
    private final Set<PciAddress> busy = new HashSet<>();

    Lanes(Agent agent) {
        this.agent = agent;
    }

    /** Does something when its turn comes; the lane is free again when it calls what it is given. */
    void in(PciAddress vf, Consumer<Runnable> what) {
        queues.computeIfAbsent(vf, any -> new ArrayDeque<>()).add(what);
        next(vf);
    }

    boolean isBusy(PciAddress vf) {
        return busy.contains(vf) || !queues.getOrDefault(vf, new ArrayDeque<>()).isEmpty();
    }

    private void next(PciAddress vf) {
        Deque<Consumer<Runnable>> queue = queues.getOrDefault(vf, new ArrayDeque<>());
        if (busy.contains(vf) || queue.isEmpty()) {
            return;
        }
        Consumer<Runnable> what = queue.remove();
        busy.add(vf);
        agent.later(
                agent.fate().chance().between(0, 40),
                () -> what.accept(() -> {
                    busy.remove(vf);
                    next(vf);
                }));
    }
}
