package io.vfledger.netlink.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vfledger.netlink.Captured;
import io.vfledger.netlink.devlink.DevlinkDevice;
import io.vfledger.netlink.devlink.EswitchMode;
import io.vfledger.netlink.wire.Errno;
import io.vfledger.netlink.wire.NetlinkMessage;
import io.vfledger.netlink.wire.Octets;
import java.nio.ByteOrder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevlinkSocketTest {
    private static final DevlinkDevice NIC = DevlinkDevice.ofPci("0000:65:00.0");

    private final ScriptedTransport kernel = new ScriptedTransport();
    private final DevlinkSocket socket = new DevlinkSocket(kernel, Duration.ofSeconds(1));

    @Test
    void asksTheControllerOnceAndTheDeviceEachTime() throws Exception {
        answers(Captured.DEVLINK_FAMILY);
        answers(Captured.DEVLINK_ESWITCH_LEGACY);
        answers(Captured.DEVLINK_ESWITCH_SWITCHDEV);
        assertThat(socket.eswitchMode(NIC)).contains(EswitchMode.LEGACY);
        assertThat(socket.eswitchMode(NIC)).contains(EswitchMode.SWITCHDEV);
        int family = Captured.DEVLINK_ESWITCH_LEGACY.message().type();
        assertThat(kernel.sent()).extracting(NetlinkMessage::type).containsExactly(0x10, family, family);
    }

    /** As {@code devlink dev eswitch show pci/0000:65:00.0} asks, least significant byte first. */
    @Test
    void namesTheDeviceByBusAndName() throws Exception {
        answers(Captured.DEVLINK_FAMILY);
        answers(Captured.DEVLINK_ESWITCH_LEGACY);
        assertThat(socket.eswitchMode(NIC)).isPresent();
        assertThat(ByteOrder.nativeOrder()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(kernel.sent().getFirst().payload().toHex()).isEqualTo("03010000" + "0c000200" + "6465766c696e6b00");
        assertThat(kernel.sent().getLast().payload().toHex())
                .isEqualTo("1d010000" + "08000100" + "70636900" + "11000200" + "303030303a36353a30302e3000" + "000000");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 19, 95})
    void aDeviceWithoutASwitchHasNoMode(int errno) throws Exception {
        answers(Captured.DEVLINK_FAMILY);
        kernel.answer(sequence -> ScriptedTransport.acknowledgement(sequence, errno));
        assertThat(socket.eswitchMode(NIC)).isEmpty();
    }

    @Test
    void aKernelWithoutDevlinkHasNoModes() throws Exception {
        kernel.answer(sequence -> ScriptedTransport.acknowledgement(sequence, Errno.ENOENT.number()));
        assertThat(socket.eswitchMode(NIC)).isEmpty();
    }

    @Test
    void tellsOtherRefusals() {
        answers(Captured.DEVLINK_FAMILY);
        kernel.answer(sequence -> ScriptedTransport.acknowledgement(sequence, Errno.EBUSY.number()));
        assertThatExceptionOfType(NetlinkException.class)
                .isThrownBy(() -> socket.eswitchMode(NIC))
                .withMessage("get the eswitch mode of pci/0000:65:00.0: EBUSY");
    }

    @Test
    void takesLaterModesForSwitchdev() throws Exception {
        answers(Captured.DEVLINK_FAMILY);
        answer(Captured.DEVLINK_ESWITCH_LEGACY.message(), Octets.ofHex("1d010000" + "06001900" + "02000000"));
        assertThat(socket.eswitchMode(NIC)).contains(EswitchMode.SWITCHDEV);
    }

    @Test
    void reportsAnAnswerThatMakesNoSense() {
        answers(Captured.DEVLINK_FAMILY);
        answer(Captured.DEVLINK_ESWITCH_LEGACY.message(), Octets.ofHex("1d010000"));
        assertThatExceptionOfType(NetlinkException.class)
                .isThrownBy(() -> socket.eswitchMode(NIC))
                .withMessageContaining("an eswitch without DEVLINK_ATTR_ESWITCH_MODE");
        kernel.answer(sequence -> ScriptedTransport.acknowledgement(sequence, 0));
        assertThatExceptionOfType(NetlinkException.class)
                .isThrownBy(() -> socket.eswitchMode(NIC))
                .withMessageContaining("acknowledged without an answer");
    }

    private void answers(Captured captured) {
        answer(captured.message(), captured.message().payload());
    }

    private void answer(NetlinkMessage like, Octets payload) {
        kernel.answer(sequence -> new NetlinkMessage(like.type(), like.flags(), sequence, 0, payload));
        kernel.answer(sequence -> ScriptedTransport.acknowledgement(sequence, 0));
    }
}
