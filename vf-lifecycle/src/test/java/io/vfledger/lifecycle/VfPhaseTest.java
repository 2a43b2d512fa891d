package io.vfledger.lifecycle;

import static io.vfledger.lifecycle.VfPhase.ATTACHED;
import static io.vfledger.lifecycle.VfPhase.ATTACHING;
import static io.vfledger.lifecycle.VfPhase.DISCOVERED;
import static io.vfledger.lifecycle.VfPhase.FREE;
import static io.vfledger.lifecycle.VfPhase.GONE;
import static io.vfledger.lifecycle.VfPhase.HELD;
import static io.vfledger.lifecycle.VfPhase.LOST;
import static io.vfledger.lifecycle.VfPhase.QUARANTINED;
import static io.vfledger.lifecycle.VfPhase.RELEASING;
import static io.vfledger.lifecycle.VfPhase.RESERVED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VfPhaseTest {
    /** As docs/ARCHITECTURE.md has it; a phase that is missing here fails. */
    private static final Map<VfPhase, Set<VfPhase>> TABLE = Map.ofEntries(
            Map.entry(DISCOVERED, Set.of(FREE, ATTACHED, RESERVED, QUARANTINED, GONE)),
            Map.entry(RESERVED, Set.of(DISCOVERED, GONE)),
            Map.entry(FREE, Set.of(HELD, ATTACHING, RESERVED, QUARANTINED, LOST, GONE)),
            Map.entry(HELD, Set.of(ATTACHING, ATTACHED, RELEASING, QUARANTINED, LOST, GONE)),
            Map.entry(ATTACHING, Set.of(ATTACHED, HELD, RELEASING, QUARANTINED, LOST, GONE)),
            Map.entry(ATTACHED, Set.of(RELEASING, FREE, QUARANTINED, LOST, GONE)),
            Map.entry(RELEASING, Set.of(FREE, HELD, ATTACHED, QUARANTINED, LOST, GONE)),
            Map.entry(QUARANTINED, Set.of(FREE, ATTACHED, LOST, GONE)),
            Map.entry(LOST, Set.of(QUARANTINED, GONE)),
            Map.entry(GONE, Set.of(DISCOVERED)));

    static Stream<Arguments> pairs() {
        return Stream.of(VfPhase.values())
                .flatMap(from -> Stream.of(VfPhase.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void goesWhereTheTableSays(VfPhase from, VfPhase to) {
        assertThat(TABLE).containsKey(from);
        assertThat(from.mayBecome(to))
                .isEqualTo(from == to || TABLE.getOrDefault(from, Set.of()).contains(to));
    }

    @Test
    void everyPhaseCanEndInGoneButGoneCanBeginAnew() {
        assertThat(Stream.of(VfPhase.values()).filter(phase -> phase != GONE)).allMatch(phase -> phase.mayBecome(GONE));
        assertThat(GONE.next()).containsExactly(DISCOVERED);
    }
}
