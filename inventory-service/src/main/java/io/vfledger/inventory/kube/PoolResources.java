package io.vfledger.inventory.kube;

import io.vfledger.inventory.projection.VfView;
import io.vfledger.lifecycle.VfPhase;
import io.vfledger.vf.Chooser;
import io.vfledger.vf.Pool;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many VFs a node has for pods in each pool that the allocator chooses from. */
final class PoolResources {
    private PoolResources() {}

    /**
     * Counts. Where a VF is does not matter: one that a pod has, or that is being made clean, counts; one that cannot be given
     * to anybody for now (lost, in quarantine, the node's own, never verified) does not. A VF is in one pool, so the numbers
     * never add up to more than there are.
     *
     * @param prefix of the resources' names
     * @param pools in force on the node
     * @return by the resource's name; 0 where a pool has none
     */
    static Map<String, Integer> of(String prefix, Collection<Pool> pools, List<VfView> vfs) {
        Map<String, Integer> perPool = new HashMap<>();
        for (VfView vf : vfs) {
            boolean whole = vf.place().pfPci().equals(vf.pci().value());
            if (!whole && counts(vf.phase())) {
                perPool.merge(vf.place().pool(), 1, Integer::sum);
            }
        }
        Map<String, Integer> resources = new TreeMap<>();
        for (Pool pool : pools) {
            if (pool.chooser() == Chooser.ALLOCATOR) {
                String name = pool.name().value();
                resources.put(prefix + "/" + name, perPool.getOrDefault(name, 0));
            }
        }
        return resources;
    }

    private static boolean counts(VfPhase phase) {
        return switch (phase) {
            case FREE, HELD, ATTACHING, ATTACHED, RELEASING -> true;
            case DISCOVERED, RESERVED, QUARANTINED, LOST, GONE -> false;
        };
    }
}
