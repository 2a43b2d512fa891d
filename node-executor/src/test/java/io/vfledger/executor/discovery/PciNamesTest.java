package io.vfledger.executor.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.vf.PciId;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class PciNamesTest {
    private static final String FILE = """
            # a comment
            0001  SafeNet (wrong ID)
            8086  Intel Corporation
            \t10c9  82576 Gigabit Network Connection
            \t\t8086 a01c  Gigabit ET Dual Port Server Adapter
            \t10ca  82576 Virtual Function
            15b3  Mellanox Technologies

            C 02  Network controller
            \t00  Ethernet controller
            """;

    @Test
    void readsVendorsAndDevicesButNoSubsystemsAndNoClasses() throws Exception {
        PciNames names = PciNames.read(new StringReader(FILE));
        PciId intel = new PciId("8086");
        assertThat(names.vendor(intel)).isEqualTo("Intel Corporation");
        assertThat(names.device(intel, new PciId("10c9"))).isEqualTo("82576 Gigabit Network Connection");
        assertThat(names.device(intel, new PciId("10ca"))).isEqualTo("82576 Virtual Function");
        assertThat(names.device(intel, intel)).isEmpty();
        assertThat(names.device(new PciId("15b3"), new PciId("10c9"))).isEmpty();
        assertThat(names.vendor(new PciId("ffff"))).isEmpty();
    }

    @Test
    void knowsNothingWithoutAFile() {
        assertThat(PciNames.none().vendor(new PciId("8086"))).isEmpty();
    }
}
