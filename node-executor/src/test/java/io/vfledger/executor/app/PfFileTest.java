package io.vfledger.executor.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vfledger.avro.LinkStatePolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PfFileTest {
    @TempDir
    Path directory;

    @Test
    void readsEveryKey() throws Exception {
        Path file = directory.resolve("pf.json");
        Files.writeString(file, """
                {"0000:65:00.0": {"num_vfs": 8, "mtu": 9000, "vf_driver": "vfio-pci", "drivers_autoprobe": false,
                                  "allow_host_use": true,
                                  "vf_defaults": {"vlan": 7, "trust": true, "link_state": "enable", "max_tx_rate": 100}},
                 "0000:65:00.1": {}}
                """);
        var commands = PfFile.read(file);
        assertThat(commands).hasSize(2).first().satisfies(pf -> {
            assertThat(pf.getPci()).isEqualTo("0000:65:00.0");
            assertThat(pf.getNumVfs()).isEqualTo(8);
            assertThat(pf.getMtu()).isEqualTo(9000);
            assertThat(pf.getVfDriver()).isEqualTo("vfio-pci");
            assertThat(pf.getDriversAutoprobe()).isFalse();
            assertThat(pf.getAllowHostUse()).isTrue();
            assertThat(pf.getAllowInUse()).isFalse();
            assertThat(pf.getVfDefaults().getVlan()).isEqualTo(7);
            assertThat(pf.getVfDefaults().getLinkState()).isEqualTo(LinkStatePolicy.ENABLE);
            assertThat(pf.getVfDefaults().getTxRateMaxMbps()).isEqualTo(100);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "[]                                                  | one entry per PF",
                "{`pf0`: {}}                                         | PCI address 'pf0'",
                "{`0000:65:00.0`: {`numvfs`: 8}}                     | 'numvfs' is not known: allowed are allow_host_use",
                "{`0000:65:00.0`: {`num_vfs`: `8`}}                  | num_vfs has to be a whole number",
                "{`0000:65:00.0`: {`num_vfs`: 70000}}                | allowed are 0 to 65535",
                "{`0000:65:00.0`: {`mtu`: 67}}                       | allowed are 68 to 65535",
                "{`0000:65:00.0`: {`vf_driver`: `nvme`}}             | allowed are default, vfio-pci",
                "{`0000:65:00.0`: {`vf_defaults`: {`mac`: `a`}}}     | 'mac' is not known",
                "{`0000:65:00.0`: {`vf_defaults`: {`vlan`: 4095}}}   | 4095",
                "{`0000:65:00.0`: {}, `0000:65:00.0`: {}}            | uplicate",
                "{`0000:65:00.0`: {}} 7                              | railing"
            })
    void namesWhatIsWrongAndWhatIsAllowed(String text, String words) throws Exception {
        Path file = directory.resolve("pf.json");
        Files.writeString(file, text.replace('`', '"'));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PfFile.read(file))
                .withMessageContaining(words)
                .withMessageContaining("pf.json");
    }

    @Test
    void saysThatAFileIsNotThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PfFile.read(directory.resolve("none.json")))
                .withMessageContaining("none.json cannot be read");
    }
}
