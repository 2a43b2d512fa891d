package io.vfledger.inventory.pools;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.Chooser;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.Placement;
import io.vfledger.vf.Pool;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.PoolSelectors;
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

    private static Map<NodeName, Optional<List<Pool>>> node(Pool... inForce) {
        return Map.of(NODE, Optional.of(List.of(inForce)));
    }

    @Test
    void tellsANodeThatAppearsOnce() {
        Map<NodeName, Optional<List<Pool>>> unknown = Map.of(NODE, Optional.empty());

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
            assertThat(told.pools()).containsExactly(DEFAULT);
            assertThat(told.digest()).hasSize(64).isEqualTo(PoolsDigest.of(told.pools()));
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
        assertThat(PoolsDigest.of(List.of(OTHER, DEFAULT))).isEqualTo(PoolsDigest.of(List.of(DEFAULT, OTHER)));
    }

    @Test
    void everyPartOfAPoolIsInTheDigest() {
        assertThat(List.of(
                        PoolsDigest.of(List.of()),
                        PoolsDigest.of(List.of(DEFAULT)),
                        PoolsDigest.of(List.of(OTHER)),
                        PoolsDigest.of(List.of(DEFAULT, OTHER)),
                        PoolsDigest.of(List.of(pool("default", Chooser.KUBELET, 0))),
                        PoolsDigest.of(List.of(pool("default", Chooser.ALLOCATOR, 1))),
                        PoolsDigest.of(List.of(pool("default", Chooser.ALLOCATOR, 0, "a"))),
                        PoolsDigest.of(List.of(pool("default", Chooser.ALLOCATOR, 0, "a", "b")))))
                .doesNotHaveDuplicates();
    }
}
