package io.vfledger.inventory.kube;

import io.vfledger.inventory.projection.NodeDecided;
import io.vfledger.inventory.projection.Owner;
import io.vfledger.inventory.projection.Tuning;
import io.vfledger.inventory.projection.VfView;
import io.vfledger.lifecycle.VfPhase;
import io.vfledger.vf.Chooser;
import io.vfledger.vf.Epoch;
import io.vfledger.vf.Fence;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.Placement;
import io.vfledger.vf.Pool;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.PoolSelectors;
import io.vfledger.vf.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the allocator has of the node worker-1. */
final class NodeState {
    static final NodeName NODE = new NodeName("worker-1");

    private NodeState() {}

    static Pool pool(String name, Chooser chooser) {
        return new Pool(new PoolName(name), chooser, 0, PoolSelectors.ALL, Optional.empty(), Placement.DEFAULT);
    }

    static VfView vf(int index, String pool, VfPhase phase) {
        return new VfView(
                NODE,
                new PciAddress("0000:01:10." + index),
                phase,
                new Fence(new Epoch(1), new Version(1)),
                Instant.EPOCH,
                1,
                "",
                "",
                true,
                new VfView.Place("0000:01:00.0", "pf0", index, "8086", "10ca", "igbvf", pool),
                Owner.NOBODY,
                Tuning.NONE,
                Optional.empty());
    }

    static NodeDecided decided(long nodeSeq, Pool... pools) {
        return new NodeDecided(
                NODE,
                nodeSeq,
                "",
                Instant.EPOCH,
                new NodeDecided.AgentLife(1, "", ""),
                false,
                Optional.empty(),
                List.of(),
                List.of(pools),
                List.of(),
                List.of(),
                0);
    }
}
