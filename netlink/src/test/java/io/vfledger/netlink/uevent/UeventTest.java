package io.vfledger.netlink.uevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vfledger.netlink.Captured;
import io.vfledger.netlink.wire.MalformedMessageException;
import io.vfledger.netlink.wire.Octets;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UeventTest {
    private static Octets bytes(String text) {
        return Octets.of(text.replace('|', '\0').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsAnInterfaceThatAppears() {
        Uevent event = Uevent.decode(Captured.UEVENT_VETH_ADD.datagram());
        assertThat(event.action()).isEqualTo(Uevent.Action.ADD);
        assertThat(event.devicePath()).isEqualTo("/devices/virtual/net/vfltst1");
        assertThat(event.subsystem()).isEqualTo("net");
        assertThat(event.property("INTERFACE")).contains("vfltst1");
        assertThat(event.property("IFINDEX")).contains("9");
        assertThat(event.property("DRIVER")).isEmpty();
    }

    @Test
    void readsAVfThatLosesItsDriver() {
        Uevent event = Uevent.decode(Captured.UEVENT_VF_UNBIND.datagram());
        assertThat(event.action()).isEqualTo(Uevent.Action.UNBIND);
        assertThat(event.subsystem()).isEqualTo("pci");
        assertThat(event.property("PCI_SLOT_NAME"))
                .hasValueSatisfying(slot -> assertThat(event.devicePath()).endsWith("/" + slot));
    }

    @Test
    void keepsAWordThatItDoesNotKnow() {
        assertThat(Uevent.decode(bytes("melt@/devices/x|SUBSYSTEM=pci|")).action())
                .isEqualTo(Uevent.Action.OTHER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "|", "add", "@/devices/x|", "add@|", "add@devices|", "libudev|\u00fe\u00ed|"})
    void refusesWhatIsNoEventOfTheKernel(String text) {
        assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> Uevent.decode(bytes(text)));
    }

    @Test
    void refusesMoreThanAnyKernelSends() {
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> Uevent.decode(bytes("add@/x|" + "A=b|".repeat(Uevent.MOST_PROPERTIES + 1))))
                .withMessageContaining("128 lines");
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> Uevent.decode(bytes("add@/x|A=" + "b".repeat(Uevent.LARGEST))))
                .withMessageContaining("allowed is at most 16384");
    }
}
