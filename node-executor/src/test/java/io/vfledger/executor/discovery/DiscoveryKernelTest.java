package io.vfledger.executor.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.executor.kernel.Bench;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.vf.PciId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On a real SR-IOV NIC. */
class DiscoveryKernelTest {
    @Test
    void describesTheCardAndItsVfs() throws Exception {
        try (Bench bench = Bench.real()) {
            Discovery.Found found =
                    new Discovery(bench.kernel(), PciNames.ofThisSystem(), DriverProfiles.builtIn()).read();
            assertThat(found.pfs())
                    .filteredOn(pf -> pf.pci().equals(bench.pf()))
                    .singleElement()
                    .satisfies(pf -> {
                        assertThat(pf.driver().name()).isNotEmpty();
                        assertThat(pf.hardware().vendor()).isEqualTo(new PciId("8086"));
                        assertThat(pf.hardware().totalVfs()).isPositive();
                        assertThat(pf.link().mac()).isPresent();
                        assertThat(pf.link().carrier()).isTrue();
                        assertThat(pf.link().operState()).isEqualTo("up");
                        assertThat(pf.eswitch()).isEmpty();
                    });
            assertThat(found.vfs())
                    .filteredOn(vf -> vf.traits().pf().equals(bench.pf()))
                    .hasSize(4)
                    .allSatisfy(vf -> {
                        assertThat(vf.inHostNamespace()).isTrue();
                        assertThat(vf.traits().driver()).isPresent();
                        assertThat(vf.attributes().adminMac()).isPresent();
                        assertThat(vf.attributes().mtu()).isEqualTo(Optional.of(1500));
                    });
        }
    }
}
