package io.vfledger.inventory.pools;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.Chooser;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PfPolicy;
import io.vfledger.vf.PfSelectors;
import io.vfledger.vf.PfSettings;
import io.vfledger.vf.Placement;
import io.vfledger.vf.PolicyName;
import io.vfledger.vf.Pool;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.PoolSelectors;
import io.vfledger.vf.VfSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PoolsDueTest {
    private static final NodeName NODE = new NodeName("worker-1");
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final Pool DEFAULT = PoolRules.DEFAULT.rules().getFirst().pool();
    private static final Pool OTHER = pool("other", Chooser.ALLOCATOR, 0);

    private final PoolsDue due = new PoolsDue(PoolRules.DEFAULT);

    private static Pool pool(String name, Chooser chooser, int priority, String... drivers) {
        return new Pool(
                new PoolName(name),
                chooser,
                priority,
                new PoolSelectors(List.of(), List.of(), List.of(drivers), List.of(), List.of()),
                Optional.empty(),
                Placement.DEFAULT);
    }

    private static Map<NodeName, Optional<NodePools>> node(Pool... inForce) {
        return Map.of(NODE, Optional.of(new NodePools(List.of(inForce), List.of())));
    }

    private static String digest(List<Pool> pools) {
        return PoolsDigest.of(new NodePools(pools, List.of()));
    }

    @Test
    void tellsANodeThatAppearsOnce() {
        Map<NodeName, Optional<NodePools>> unknown = Map.of(NODE, Optional.empty());

        assertThat(due.at(NOW, unknown)).extracting(PoolsDue.Due::node).containsExactly(NODE);
        assertThat(due.at(NOW.plusSeconds(1), unknown)).isEmpty();
    }

    @Test
    void tellsNothingWhereThePoolsInForceAreTheRules() {
        assertThat(due.at(NOW, node(DEFAULT))).isEmpty();
    }

    @Test
    void tellsANodeWhosePoolsAreOthers() {
        assertThat(due.at(NOW, node(OTHER))).singleElement().satisfies(told -> {
            assertThat(told.told().pools()).containsExactly(DEFAULT);
            assertThat(told.digest()).hasSize(64).isEqualTo(PoolsDigest.of(told.told()));
        });
    }

    @Test
    void tellsAgainWhenTheAllocatorDoesNotTakeItUp() {
        due.at(NOW, node(OTHER));

        assertThat(due.at(NOW.plus(PoolsDue.PATIENCE).minusMillis(1), node(OTHER)))
                .isEmpty();
        assertThat(due.at(NOW.plus(PoolsDue.PATIENCE), node(OTHER))).hasSize(1);
    }

    @Test
    void tellsAgainAtOnceWhenItCouldNotBeSaid() {
        due.at(NOW, node(OTHER));
        due.failed(NODE);

        assertThat(due.at(NOW, node(OTHER))).hasSize(1);
    }

    @Test
    void theOrderOfThePoolsIsNotInTheDigest() {
        assertThat(digest(List.of(OTHER, DEFAULT))).isEqualTo(digest(List.of(DEFAULT, OTHER)));
    }

    @Test
    void everyPartOfAPoolIsInTheDigest() {
        assertThat(List.of(
                        digest(List.of()),
                        digest(List.of(DEFAULT)),
                        digest(List.of(OTHER)),
                        digest(List.of(DEFAULT, OTHER)),
                        digest(List.of(pool("default", Chooser.KUBELET, 0))),
                        digest(List.of(pool("default", Chooser.ALLOCATOR, 1))),
                        digest(List.of(pool("default", Chooser.ALLOCATOR, 0, "a"))),
                        digest(List.of(pool("default", Chooser.ALLOCATOR, 0, "a", "b")))))
                .doesNotHaveDuplicates();
    }

    @Test
    void howPfsShallBeIsInTheDigest() {
        assertThat(List.of(
                        digest(List.of(DEFAULT)),
                        PoolsDigest.of(new NodePools(List.of(DEFAULT), List.of(policy(4)))),
                        PoolsDigest.of(new NodePools(List.of(DEFAULT), List.of(policy(5))))))
                .doesNotHaveDuplicates();
    }

    private static PfPolicy policy(int vfs) {
        return new PfPolicy(
                new PolicyName("a"),
                0,
                PfSelectors.ALL,
                new PfSettings(
                        Optional.of(vfs),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        VfSettings.NONE,
                        false));
    }
}
