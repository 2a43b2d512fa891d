package io.vfledger.executor.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceNameTest {
    @Test
    void isWrittenAsEachReaderWantsIt() {
        ResourceName name = new ResourceName("intel.com", "sriov_netdevice");

        assertThat(name).hasToString("intel.com/sriov_netdevice");
        assertThat(name.variable()).isEqualTo("PCIDEVICE_INTEL_COM_SRIOV_NETDEVICE");
        assertThat(name.socket()).isEqualTo("vfledger-intel.com_sriov_netdevice.sock");
        assertThat(name.pool().value()).isEqualTo("sriov_netdevice");
        assertThat(name.deviceInfoFile("0000:01:10.0")).isEqualTo("intel.com-sriov_netdevice-0000:01:10.0-device.json");
    }

    @ParameterizedTest
    @CsvSource({"intel.com,a/b", "intel.com,''", "intel.com,-a", "'',a", "Intel.com,a", "../x,a", "intel.com/,a"})
    void refusesWhatIsNoName(String prefix, String name) {
        assertThatThrownBy(() -> new ResourceName(prefix, name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not valid");
    }
}
