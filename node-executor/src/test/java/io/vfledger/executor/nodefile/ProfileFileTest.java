package io.vfledger.executor.nodefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vfledger.executor.plan.DriverProfile;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.executor.plan.ReadBack;
import io.vfledger.executor.plan.ReleaseMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProfileFileTest {
    private static final DriverProfile STRANGE = DriverProfile.ordinary("strange")
            .cycleAfterMac(true)
            .showsOwnMac(true)
            .macOnNetdevToo(true)
            .macAppliedWithin(Duration.ofMillis(4500))
            .ratesNeedLink(true)
            .rateStepMbps(50)
            .readsBack(Set.of(ReadBack.ADMIN_MAC, ReadBack.VLAN))
            .release(ReleaseMode.REBIND)
            .build();

    @TempDir
    Path directory;

    static Stream<DriverProfile> profiles() {
        DriverProfiles builtIn = DriverProfiles.builtIn();
        return Stream.of(
                STRANGE, builtIn.of("igbvf"), builtIn.of("mlx5_core"), builtIn.of("vfio-pci"), builtIn.of("novel"));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void readsWhatItWrote(DriverProfile profile) throws Exception {
        Path file = file(ProfileFile.text(profile, Map.of("kernel", "6.12")));
        assertThat(ProfileFile.read(file)).containsExactly(profile);
    }

    @Test
    void takesADriverForOrdinaryInWhatIsNotSaid() throws Exception {
        Path file = file("{\"novel\": {\"rate_step_mbps\": 50}, \"vfio-pci\": {\"release\": \"REBIND\"}}");
        assertThat(ProfileFile.read(file))
                .containsExactly(
                        DriverProfile.ordinary("novel").rateStepMbps(50).build(),
                        DriverProfile.userSpace("vfio-pci")
                                .release(ReleaseMode.REBIND)
                                .build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "[]                                        | one entry per driver",
                "{`igbvf`: 7}                              | igbvf: expected an object, found 7",
                "{`a b`: {}}                               | driver 'a b' is not valid: 1 to 63 letters",
                "{`igbvf`: {`cycle`: true}}                | igbvf: 'cycle' is not known: allowed are cycle_after_mac",
                "{`igbvf`: {`cycle_after_mac`: `yes`}}     | cycle_after_mac has to be true or false, not \"yes\"",
                "{`igbvf`: {`mac_applied_within_ms`: 1.5}} | mac_applied_within_ms has to be a whole number, not 1.5",
                "{`igbvf`: {`mac_applied_within_ms`: 60001}} | 60001 ms, allowed are 0 to 60000",
                "{`igbvf`: {`rate_step_mbps`: 0}}          | 0 Mbit/s, allowed are 1 to 100000",
                "{`igbvf`: {`reads_back`: `vlan`}}         | reads_back has to be a list, not \"vlan\"",
                "{`igbvf`: {`reads_back`: [7]}}            | reads_back has to be a list of texts; 7 is none",
                "{`igbvf`: {`reads_back`: [`vlan`, `vlan`]}} | reads_back has 'vlan' twice",
                "{`igbvf`: {`reads_back`: [`speed`]}}      | reads_back 'speed' is not known: allowed are admin_mac,",
                "{`igbvf`: {`release`: `reboot`}}          | 'reboot' is not known: allowed are compare, flr, rebind",
                "{`igbvf`: {`measured`: {`kernel`: 6}}}    | measured.kernel has to be a text of at most 200",
                "{`igbvf`: {}, `igbvf`: {}}                | uplicate"
            })
    void namesWhatIsWrongAndWhatIsAllowed(String text, String words) throws Exception {
        Path file = file(text.replace('`', '"'));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProfileFile.read(file))
                .withMessageContaining("driver profiles " + file)
                .withMessageContaining(words);
    }

    private Path file(String text) throws Exception {
        return Files.writeString(directory.resolve("profiles.json"), text);
    }
}
