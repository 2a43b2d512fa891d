package io.vfledger.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.simulation.world.Run;
import io.vfledger.simulation.world.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorldTest {
    @Test
    void oneSeedIsOneWorld() {
        Run once = new World(World.Profile.FAULTS, 7, 5_000).run();
        Run again = new World(World.Profile.FAULTS, 7, 5_000).run();
        assertThat(again.trace()).isNotEmpty().isEqualTo(once.trace());
        assertThat(again.faults()).isEqualTo(once.faults());
        assertThat(again.events()).isEqualTo(once.events());
        assertThat(new World(World.Profile.FAULTS, 8, 5_000).run().trace()).isNotEqualTo(once.trace());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void continuesNothingSilentlyThatWasLost(long seed) {
        Run run = new World(World.Profile.LOSSES, seed, 0).run();
        assertThat(run.failure()).isEmpty();
        assertThat(run.loss()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void settlesWithoutAnyRuleBroken(long seed) {
        Run run = new World(World.Profile.FAULTS, seed, 0).run();
        assertThat(run.failure()).isEmpty();
        assertThat(run.faults()).isNotEmpty();
        assertThat(run.entries()).isPositive();
    }
}
