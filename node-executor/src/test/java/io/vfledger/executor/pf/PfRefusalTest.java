package io.vfledger.executor.pf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vfledger.executor.binding.VfDriver;
import io.vfledger.netlink.wire.Errno;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfSettings;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PfRefusalTest {
    private static final PciAddress PF = new PciAddress("0000:01:00.0");

    @ParameterizedTest
    @CsvSource({
        "34, FIRMWARE_LIMIT, firmware",
        "5, FIRMWARE_LIMIT, firmware",
        "12, PLATFORM_LIMIT, not enough MMIO resources",
        "28, PLATFORM_LIMIT, above-4G decoding",
        "2, DRIVER_LIMIT, no SR-IOV",
        "95, DRIVER_LIMIT, no SR-IOV",
        "524, DRIVER_LIMIT, no SR-IOV",
        "22, DRIVER_LIMIT, kernel log",
        "16, IN_USE, virtual machine",
        "1, IN_USE, virtual machine",
        "30, KERNEL_REFUSED, read-only",
        "13, KERNEL_REFUSED, root",
        "110, KERNEL_REFUSED, log"
    })
    void tellsTheSidesApartByTheKernelsError(int errno, PfRefusal.Kind kind, String words) {
        PfRefusal refusal = PfRefusal.ofVfCount(8, new Errno(errno), "write '8' to sriov_numvfs");
        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.message()).contains(words).contains("write '8' to sriov_numvfs");
    }

    @Test
    void asksTheFirmwareFirst() {
        assertThat(PfRefusal.ofFirmware(7, 7)).isEmpty();
        assertThat(PfRefusal.ofFirmware(8, 7)).hasValueSatisfying(refusal -> {
            assertThat(refusal.kind()).isEqualTo(PfRefusal.Kind.FIRMWARE_LIMIT);
            assertThat(refusal.message()).contains("8 VFs").contains("0 to 7");
        });
        assertThat(PfRefusal.ofFirmware(1, 0))
                .hasValueSatisfying(refusal -> assertThat(refusal.message()).contains("SRIOV_EN"));
    }

    @Test
    void refusesConfigurationsThatCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> configuration(Optional.of(70_000), Optional.empty(), VfSettings.NONE))
                .withMessage("number of VFs 70000 is out of range: allowed are 0 to 65535");
        VfSettings oneAddress =
                VfSettings.builder().mac(MacAddress.parse("02:00:5e:00:53:01")).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> configuration(Optional.empty(), Optional.empty(), oneAddress))
                .withMessageContaining("cannot be a default");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> configuration(Optional.empty(), Optional.of(VfDriver.parse("../sh")), VfSettings.NONE))
                .withMessageContaining("allowed are default, vfio-pci");
    }

    private static PfConfiguration configuration(
            Optional<Integer> count, Optional<VfDriver> driver, VfSettings defaults) {
        return new PfConfiguration(
                PF, count, Optional.empty(), driver, Optional.empty(), defaults, PfConfiguration.Consent.NONE);
    }
}
