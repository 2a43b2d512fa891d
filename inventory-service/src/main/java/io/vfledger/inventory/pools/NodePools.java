package io.vfledger.inventory.pools;

import io.vfledger.vf.PfPolicy;
import io.vfledger.vf.Pool;
import java.util.List;

/**
 * What a node is told of itself.
 *
 * @param pools its pools
 * @param pfs how its PFs shall be
 */
public record NodePools(List<Pool> pools, List<PfPolicy> pfs) {
    public NodePools {
        pools = List.copyOf(pools);
        pfs = List.copyOf(pfs);
    }
}
