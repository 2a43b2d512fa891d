package io.vfledger.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfIndex;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlacementPolicyTest {
    private static Candidate candidate(int pf, int index, boolean link, boolean justReleased, int used) {
        return new Candidate(
                new PciAddress("0000:0" + pf + ":10." + index),
                new PciAddress("0000:0" + pf + ":00.0"),
                new VfIndex(index),
                link,
                justReleased,
                used);
    }

    private static String choose(PlacementPolicy policy, Candidate... candidates) {
        return policy.choose(List.of(candidates)).orElseThrow().vf().value();
    }

    @ParameterizedTest
    @EnumSource
    void choosesNothingOutOfNothing(PlacementPolicy policy) {
        assertThat(policy.choose(List.of())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void prefersAPfWithLinkWhateverItsLoad(PlacementPolicy policy) {
        assertThat(choose(policy, candidate(1, 0, false, false, 3), candidate(2, 5, true, true, 3)))
                .isEqualTo("0000:02:10.5");
    }

    @ParameterizedTest
    @EnumSource
    void avoidsWhatWasJustReleased(PlacementPolicy policy) {
        assertThat(choose(policy, candidate(1, 0, true, true, 1), candidate(1, 1, true, false, 1)))
                .isEqualTo("0000:01:10.1");
    }

    @Test
    void spreadTakesTheLeastUsedPfAndPackTheMostUsed() {
        Candidate busy = candidate(1, 4, true, false, 5);
        Candidate idle = candidate(2, 6, true, false, 0);
        assertThat(choose(PlacementPolicy.SPREAD, busy, idle)).isEqualTo("0000:02:10.6");
        assertThat(choose(PlacementPolicy.PACK, busy, idle)).isEqualTo("0000:01:10.4");
    }

    @ParameterizedTest
    @EnumSource
    void takesTheLowestIndexInWhateverOrderTheyCome(PlacementPolicy policy) {
        Candidate low = candidate(1, 2, true, false, 1);
        Candidate high = candidate(1, 3, true, false, 1);
        assertThat(choose(policy, low, high))
                .isEqualTo(choose(policy, high, low))
                .isEqualTo("0000:01:10.2");
    }

    @Test
    void saysWhy() {
        assertThat(PlacementPolicy.SPREAD
                        .choose(List.of(candidate(1, 2, true, false, 3)))
                        .orElseThrow()
                        .reason())
                .isEqualTo("spread: VF 2 of PF 0000:01:00.0 (link up, 3 in use there), out of 1 free");
    }
}
