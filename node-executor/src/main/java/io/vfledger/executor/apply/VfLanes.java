package io.vfledger.executor.apply;

import io.vfledger.vf.PciAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One thread at a time per VF, in the order they came; as many entries as the node ever had VFs. */
final class VfLanes {
    private final Map<PciAddress, ReentrantLock> lanes = new ConcurrentHashMap<>();

    /** Waits for the VF's lane and does the work alone in it. */
    <T> T alone(PciAddress vf, Supplier<T> work) {
        ReentrantLock lane = lanes.computeIfAbsent(vf, key -> new ReentrantLock(true));
        lane.lock();
        try {
            return work.get();
        } finally {
            lane.unlock();
        }
    }
}
