package io.vfledger.executor.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.Fence;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FencesTest {
    @ParameterizedTest(name = "command {0}.{1} after {2}.{3}: {4}")
    @CsvSource({
        "1, 1, 0, 0, ACT",
        "1, 2, 1, 1, ACT",
        "2, 2, 1, 9, ACT",
        "2, 1, 1, 9, ACT",
        "1, 1, 1, 1, SAY_AGAIN",
        "0, 0, 0, 0, SAY_AGAIN",
        "1, 1, 1, 2, STALE",
        "1, 9, 2, 1, STALE",
        "-1, -5, 0, 1, STALE",
    })
    void ordersByEpochThenVersion(long epoch, long version, long lastEpoch, long lastVersion, Fences expected) {
        Fence last = Fences.of(lastEpoch, lastVersion);

        assertThat(Fences.compare(Fences.of(epoch, version), last)).isEqualTo(expected);
    }
}
