package io.vfledger.executor.apply;

import io.vfledger.vf.PciAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/** One thread at a time per VF, in the order they came; as many entries as the node ever had VFs. */
final class VfLanes {
    private final Duration longest;
    private final Map<PciAddress, ReentrantLock> lanes = new ConcurrentHashMap<>();

    /** @param longest wait for a lane */
    VfLanes(Duration longest) {
        this.longest = longest;
    }

    /** Waits for the VF's lane and does the work alone in it; without it when the wait is too long. */
    <T> T alone(PciAddress vf, Supplier<T> work, Function<String, T> without) {
        ReentrantLock lane = lanes.computeIfAbsent(vf, key -> new ReentrantLock(true));
        try {
            if (!lane.tryLock(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                return without.apply(
                        "another change of VF " + vf + " is under way for more than " + longest.toMillis() + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return without.apply("the agent is stopping while another change of VF " + vf + " is under way");
        }
        try {
            return work.get();
        } finally {
            lane.unlock();
        }
    }
}
