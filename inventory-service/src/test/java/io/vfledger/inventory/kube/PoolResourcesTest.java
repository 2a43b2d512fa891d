package io.vfledger.inventory.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.lifecycle.VfPhase;
import io.vfledger.vf.Chooser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PoolResourcesTest {
    @Test
    void countsTheVfsOfPoolsThatTheAllocatorChoosesFrom() {
        assertThat(PoolResources.of(
                        "intel.com",
                        List.of(
                                NodeState.pool("fast", Chooser.ALLOCATOR),
                                NodeState.pool("rest", Chooser.ALLOCATOR),
                                NodeState.pool("dpdk", Chooser.KUBELET)),
                        List.of(
                                NodeState.vf(0, "fast", VfPhase.FREE),
                                NodeState.vf(1, "fast", VfPhase.FREE),
                                NodeState.vf(2, "dpdk", VfPhase.FREE),
                                NodeState.vf(3, "", VfPhase.FREE))))
                .hasToString("{intel.com/fast=2, intel.com/rest=0}");
    }

    @ParameterizedTest
    @EnumSource
    void countsAVfWhereverItIsButNotOneThatNobodyCanHave(VfPhase phase) {
        int expected = switch (phase) {
            case FREE, HELD, ATTACHING, ATTACHED, RELEASING -> 1;
            case DISCOVERED, RESERVED, QUARANTINED, LOST, GONE -> 0;
        };

        assertThat(PoolResources.of(
                        "a.b",
                        List.of(NodeState.pool("net", Chooser.ALLOCATOR)),
                        List.of(NodeState.vf(0, "net", phase))))
                .containsEntry("a.b/net", expected);
    }
}
