package io.vfledger.ledger;

import io.vfledger.avro.PoolChooser;
import io.vfledger.avro.PoolDefinition;
import io.vfledger.vf.DriftPolicy;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PciId;
import io.vfledger.vf.PfNameSelector;
import io.vfledger.vf.Placement;
import io.vfledger.vf.PlacementOrder;
import io.vfledger.vf.Pool;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.PoolSelectors;
import java.util.List;
import java.util.Optional;

/** Pools. */
public final class Pools {
    private Pools() {}

    static List<Pool> decode(List<PoolDefinition> pools) {
        return pools.stream().map(Pools::decode).toList();
    }

    /**
     * Reads a pool.
     *
     * @throws IllegalArgumentException when a value is not allowed, naming it
     */
    public static Pool decode(PoolDefinition pool) {
        return new Pool(
                new PoolName(pool.getName()),
                Scalars.chooser(pool.getChooser()),
                pool.getPriority(),
                new PoolSelectors(
                        pool.getVendors().stream().map(PciId::new).toList(),
                        pool.getDevices().stream().map(PciId::new).toList(),
                        pool.getDrivers(),
                        pool.getPfNames().stream().map(PfNameSelector::parse).toList(),
                        pool.getPciAddresses().stream().map(PciAddress::new).toList()),
                Scalars.releaseMode(pool.getRelease()),
                placement(pool),
                pool.getDrift() == io.vfledger.avro.DriftPolicy.REWRITE ? DriftPolicy.REWRITE : DriftPolicy.RECORD);
    }

    private static Placement placement(PoolDefinition pool) {
        return new Placement(
                pool.getPlacement() == io.vfledger.avro.PlacementOrder.PACK
                        ? PlacementOrder.PACK
                        : PlacementOrder.SPREAD,
                Optional.of(pool.getNumaNode()).filter(node -> node >= 0),
                Optional.of(pool.getRateBudgetPercent()).filter(percent -> percent != 0));
    }

    static List<PoolDefinition> encode(List<Pool> pools) {
        return pools.stream().map(Pools::encode).toList();
    }

    /** The record of a pool. */
    public static PoolDefinition encode(Pool pool) {
        return PoolDefinition.newBuilder()
                .setName(pool.name().value())
                .setChooser(PoolChooser.valueOf(pool.chooser().name()))
                .setPriority(pool.priority())
                .setVendors(texts(pool.selectors().vendors()))
                .setDevices(texts(pool.selectors().devices()))
                .setDrivers(pool.selectors().drivers())
                .setPfNames(texts(pool.selectors().pfNames()))
                .setPciAddresses(texts(pool.selectors().pciAddresses()))
                .setRelease(Scalars.releaseMode(pool.release()))
                .setPlacement(
                        pool.placement().order() == PlacementOrder.PACK
                                ? io.vfledger.avro.PlacementOrder.PACK
                                : io.vfledger.avro.PlacementOrder.UNKNOWN)
                .setNumaNode(pool.placement().numaNode().orElse(-1))
                .setRateBudgetPercent(pool.placement().rateBudgetPercent().orElse(0))
                .setDrift(
                        pool.drift() == DriftPolicy.REWRITE
                                ? io.vfledger.avro.DriftPolicy.REWRITE
                                : io.vfledger.avro.DriftPolicy.UNKNOWN)
                .build();
    }

    private static List<String> texts(List<?> values) {
        return values.stream().map(Object::toString).toList();
    }
}
