package io.vfledger.netlink.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vfledger.netlink.Captured;
import io.vfledger.netlink.uevent.DeviceEvent;
import io.vfledger.netlink.wire.Errno;
import io.vfledger.netlink.wire.Octets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeviceEventsTest {
    private final ScriptedTransport kernel = new ScriptedTransport();
    private final DeviceEvents events = new DeviceEvents(kernel);

    @Test
    void reportsAnOverrunAndGoesOn() throws Exception {
        kernel.overrun().raw(Captured.UEVENT_VETH_ADD.datagram());
        assertThat(events.next(Duration.ZERO)).contains(new DeviceEvent.Overrun());
        assertThat(events.next(Duration.ZERO))
                .hasValueSatisfying(event -> assertThat(event).isInstanceOf(DeviceEvent.Told.class));
        assertThat(events.next(Duration.ZERO)).isEmpty();
    }

    @Test
    void reportsAnEventThatMakesNoSenseAndGoesOn() throws Exception {
        kernel.raw(Octets.ofHex("00")).raw(Captured.UEVENT_VETH_ADD.datagram());
        assertThatExceptionOfType(NetlinkException.class)
                .isThrownBy(() -> events.next(Duration.ZERO))
                .satisfies(e -> assertThat(e.is(Errno.EBADMSG)).isTrue());
        assertThat(events.next(Duration.ZERO)).isPresent();
    }
}
