package io.vfledger.executor.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DriverProfilesTest {
    @Test
    void knowsNothingPeculiarOfADriverItHasNeverHeardOf() {
        assertThat(DriverProfiles.builtIn().of("novel"))
                .isEqualTo(DriverProfile.ordinary("novel").build());
    }

    @Test
    void prefersWhatWasFoundOnTheNodesOwnNic() {
        DriverProfile found =
                DriverProfile.ordinary("igbvf").ratesNeedLink(false).build();
        DriverProfiles profiles = DriverProfiles.builtIn().with(List.of(found));
        assertThat(profiles.of("igbvf")).isEqualTo(found);
        assertThat(profiles.of("vfio-pci").release()).isEqualTo(ReleaseMode.FLR);
    }

    @Test
    void namesTheValueThatIsOutOfItsRange() {
        assertThatThrownBy(() -> DriverProfile.ordinary("a b").build()).hasMessageContaining("driver 'a b'");
        assertThatThrownBy(() -> DriverProfile.ordinary("x")
                        .macAppliedWithin(Duration.ofMinutes(2))
                        .build())
                .hasMessageContaining("120000 ms, allowed are 0 to 60000");
        assertThatThrownBy(() -> DriverProfile.ordinary("x").rateStepMbps(0).build())
                .hasMessageContaining("0 Mbit/s, allowed are 1 to 100000");
    }

    @Test
    void takesARateForTheSameWithinTheDriversStep() {
        DriverProfile coarse = DriverProfile.ordinary("x").rateStepMbps(50).build();
        assertThat(coarse.shows("max_tx_rate_mbps", Optional.of(120), Optional.of(100)))
                .isTrue();
        assertThat(coarse.shows("max_tx_rate_mbps", Optional.of(120), Optional.of(150)))
                .isTrue();
        assertThat(coarse.shows("max_tx_rate_mbps", Optional.of(120), Optional.of(50)))
                .isFalse();
        assertThat(DriverProfile.ordinary("x").build().shows("max_tx_rate_mbps", Optional.of(120), Optional.of(119)))
                .isFalse();
    }
}
