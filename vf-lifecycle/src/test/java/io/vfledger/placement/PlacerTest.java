package io.vfledger.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PlacementOrder;
import io.vfledger.vf.VfIndex;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlacerTest {
    private static Candidate candidate(int pf, int index, boolean link, boolean justReleased, int used) {
        return new Candidate(
                new PciAddress("0000:0" + pf + ":10." + index),
                new PciAddress("0000:0" + pf + ":00.0"),
                new VfIndex(index),
                link,
                true,
                false,
                justReleased,
                used);
    }

    private static String choose(PlacementOrder order, Candidate... candidates) {
        return Placer.choose(order, List.of(candidates)).orElseThrow().vf().value();
    }

    @ParameterizedTest
    @EnumSource
    void choosesNothingOutOfNothing(PlacementOrder order) {
        assertThat(Placer.choose(order, List.of())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void prefersAPfWithLinkWhateverItsLoad(PlacementOrder order) {
        assertThat(choose(order, candidate(1, 0, false, false, 3), candidate(2, 5, true, true, 3)))
                .isEqualTo("0000:02:10.5");
    }

    @ParameterizedTest
    @EnumSource
    void avoidsWhatWasJustReleased(PlacementOrder order) {
        assertThat(choose(order, candidate(1, 0, true, true, 1), candidate(1, 1, true, false, 1)))
                .isEqualTo("0000:01:10.1");
    }

    @Test
    void spreadTakesTheLeastUsedPfAndPackTheMostUsed() {
        Candidate busy = candidate(1, 4, true, false, 5);
        Candidate idle = candidate(2, 6, true, false, 0);
        assertThat(choose(PlacementOrder.SPREAD, busy, idle)).isEqualTo("0000:02:10.6");
        assertThat(choose(PlacementOrder.PACK, busy, idle)).isEqualTo("0000:01:10.4");
    }

    @ParameterizedTest
    @EnumSource
    void takesTheLowestIndexInWhateverOrderTheyCome(PlacementOrder order) {
        Candidate low = candidate(1, 2, true, false, 1);
        Candidate high = candidate(1, 3, true, false, 1);
        assertThat(choose(order, low, high)).isEqualTo(choose(order, high, low)).isEqualTo("0000:01:10.2");
    }

    @Test
    void saysWhy() {
        assertThat(Placer.choose(PlacementOrder.SPREAD, List.of(candidate(1, 2, true, false, 3)))
                        .orElseThrow()
                        .reason())
                .isEqualTo("spread: VF 2 of PF 0000:01:00.0 (link up, 3 in use there), out of 1 free");
    }

    /** Each row is worse than the one before it, whatever is less important: a better one is never passed over. */
    @ParameterizedTest
    @EnumSource
    void prefersLinkThenNearnessThenHealthThenRest(PlacementOrder order) {
        List<Candidate> best = List.of(
                worse(0, true, true, false, false),
                worse(1, true, true, false, true),
                worse(2, true, true, true, false),
                worse(3, true, false, false, false),
                worse(4, false, true, false, false));
        for (int i = 0; i < best.size(); i++) {
            List<Candidate> rest = new ArrayList<>(best.subList(i, best.size()));
            Collections.reverse(rest);
            assertThat(Placer.choose(order, rest).orElseThrow().vf())
                    .isEqualTo(best.get(i).vf());
        }
    }

    private static Candidate worse(int index, boolean link, boolean near, boolean faulty, boolean justReleased) {
        Candidate plain = candidate(1, index, link, justReleased, 1);
        return new Candidate(plain.vf(), plain.pf(), plain.index(), link, near, faulty, justReleased, 1);
    }

    @Test
    void saysWhatSpeaksAgainstIt() {
        assertThat(Placer.choose(PlacementOrder.PACK, List.of(worse(2, false, false, true, true)))
                        .orElseThrow()
                        .reason())
                .isEqualTo(
                        "pack: VF 2 of PF 0000:01:00.0 (no link, 1 in use there, of another NUMA node, faulty before,"
                                + " just released), out of 1 free");
    }
}
