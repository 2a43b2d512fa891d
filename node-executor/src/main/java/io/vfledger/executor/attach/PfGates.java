package io.vfledger.executor.attach;

import io.vfledger.vf.PciAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * VFs of one PF are worked on beside each other, but not while the PF itself is changed: another number of VFs makes every
 * VF anew. As many gates as the node has PFs.
 */
final class PfGates {
    private final Duration longest;
    private final Map<PciAddress, ReadWriteLock> gates = new ConcurrentHashMap<>();

    /** @param longest wait at a gate */
    PfGates(Duration longest) {
        this.longest = longest;
    }

    /** Works on a VF of a PF, after a change of the PF; without it when that takes too long. A VF of no PF has no gate. */
    <T> T beside(Optional<PciAddress> pf, Supplier<T> work, Function<String, T> without) {
        return pf.isEmpty() ? work.get() : behind(pf.get(), gate(pf.get()).readLock(), work, without);
    }

    /** Changes a PF alone, after all work on its VFs; without it when that takes too long. */
    <T> T alone(PciAddress pf, Supplier<T> work, Function<String, T> without) {
        return behind(pf, gate(pf).writeLock(), work, without);
    }

    private ReadWriteLock gate(PciAddress pf) {
        return gates.computeIfAbsent(pf, key -> new ReentrantReadWriteLock(true));
    }

    private <T> T behind(PciAddress pf, Lock lock, Supplier<T> work, Function<String, T> without) {
        try {
            if (!lock.tryLock(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                return without.apply("another change of PF " + pf + " or its VFs is under way for more than "
                        + longest.toMillis() + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return without.apply("the agent is stopping while another change of PF " + pf + " is under way");
        }
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
