package io.vfledger.allocator.stream;

import io.vfledger.lifecycle.DriftRules;
import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.OpenRequest;
import io.vfledger.lifecycle.QuarantineLadder;
import io.vfledger.lifecycle.Silence;
import io.vfledger.lifecycle.VfPhase;
import io.vfledger.lifecycle.VfState;
import io.vfledger.vf.PoolName;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What nodes have, counted.
 *
 * @param openRequests requests that are not settled
 * @param oldestOpenedMs when the oldest of them was opened, milliseconds since 1970 UTC; empty where none is open
 * @param alarms functions whose quarantine asks for a person
 * @param driftAlarms functions that are changed by hand again and again
 * @param silentNodes nodes that leave commands unanswered and say nothing else
 * @param pools the functions of each pool; also those of which none is free or held
 */
public record Tally(
        int openRequests,
        OptionalLong oldestOpenedMs,
        int alarms,
        int driftAlarms,
        int silentNodes,
        SortedMap<PoolName, InPool> pools) {
    /** Of no node. */
    public static final Tally NONE = new Tally(0, OptionalLong.empty(), 0, 0, 0, new TreeMap<>());

    /** Functions of one pool. */
    public record InPool(int free, int held) {
        InPool plus(InPool other) {
            return new InPool(free + other.free, held + other.held);
        }
    }

    public Tally {
        pools = Collections.unmodifiableSortedMap(new TreeMap<>(pools));
    }

    static Tally of(NodeState node) {
        SortedMap<PoolName, InPool> pools = new TreeMap<>();
        node.pools().forEach(pool -> pools.put(pool.name(), new InPool(0, 0)));
        int alarms = 0;
        int driftAlarms = 0;
        for (VfState vf : node.vfs().values()) {
            alarms += QuarantineLadder.isAlarm(vf) ? 1 : 0;
            driftAlarms += DriftRules.isAlarm(vf) ? 1 : 0;
            Optional<PoolName> pool = node.poolOf(vf.pci());
            if (pool.isPresent()) {
                InPool one = new InPool(vf.phase() == VfPhase.FREE ? 1 : 0, vf.phase() == VfPhase.HELD ? 1 : 0);
                pools.merge(pool.get(), one, InPool::plus);
            }
        }
        OptionalLong oldest = node.requests().values().stream()
                .mapToLong(OpenRequest::openedAtMs)
                .min();
        int silent = node.silence().filter(Silence::certain).isPresent() ? 1 : 0;
        return new Tally(node.requests().size(), oldest, alarms, driftAlarms, silent, pools);
    }

    Tally plus(Tally other) {
        SortedMap<PoolName, InPool> all = new TreeMap<>(pools);
        for (Map.Entry<PoolName, InPool> pool : other.pools.entrySet()) {
            all.merge(pool.getKey(), pool.getValue(), InPool::plus);
        }
        OptionalLong oldest = oldestOpenedMs.isPresent() && other.oldestOpenedMs.isPresent()
                ? OptionalLong.of(Math.min(oldestOpenedMs.getAsLong(), other.oldestOpenedMs.getAsLong()))
                : oldestOpenedMs.isPresent() ? oldestOpenedMs : other.oldestOpenedMs;
        return new Tally(
                openRequests + other.openRequests,
                oldest,
                alarms + other.alarms,
                driftAlarms + other.driftAlarms,
                silentNodes + other.silentNodes,
                all);
    }
}
