package io.vfledger.lifecycle;

import io.vfledger.vf.PciAddress;
import io.vfledger.vf.Pool;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.VfTraits;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The pools of a node and which function belongs to which: to the first, by priority and then name, that it fits.
 *
 * @param pools in that order
 * @param policySeq node_seq of the entry that set them; 0 before any
 * @param members the pool of each function that fits one; follows from the rest, kept since it is asked at every ADD
 */
record PoolTable(List<Pool> pools, long policySeq, SortedTable<PciAddress, PoolName> members) {
    static final PoolTable EMPTY = new PoolTable(List.of(), 0, SortedTable.empty());

    private static final Comparator<Pool> ORDER =
            Comparator.comparingInt(Pool::priority).thenComparing(Pool::name);

    static PoolTable of(Transition.PoolsSet set, SortedTable<PciAddress, VfState> vfs) {
        PoolTable table =
                new PoolTable(set.pools().stream().sorted(ORDER).toList(), set.policySeq(), SortedTable.empty());
        for (VfState vf : vfs.values()) {
            table = table.withMember(vf.facts().traits());
        }
        return table;
    }

    PoolTable withMember(VfTraits traits) {
        for (Pool pool : traits.isPf() ? List.<Pool>of() : pools) {
            if (pool.selectors().matches(traits)) {
                return new PoolTable(pools, policySeq, members.with(traits.pci(), pool.name()));
            }
        }
        return members.containsKey(traits.pci())
                ? new PoolTable(pools, policySeq, members.without(traits.pci()))
                : this;
    }

    Optional<Pool> named(PoolName name) {
        return pools.stream().filter(pool -> pool.name().equals(name)).findFirst();
    }
}
