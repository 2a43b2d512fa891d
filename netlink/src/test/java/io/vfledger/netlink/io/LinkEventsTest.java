package io.vfledger.netlink.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vfledger.netlink.Captured;
import io.vfledger.netlink.route.LinkEvent;
import io.vfledger.netlink.wire.Octets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LinkEventsTest {
    private final ScriptedTransport kernel = new ScriptedTransport();
    private final LinkEvents events = new LinkEvents(kernel);

    @Test
    void reportsAnOverrunAndGoesOn() throws Exception {
        kernel.overrun().raw(Captured.LINK_VETH.datagram());
        assertThat(events.next(Duration.ZERO)).contains(new LinkEvent.Overrun());
        assertThat(events.next(Duration.ZERO))
                .hasValueSatisfying(event -> assertThat(event).isInstanceOf(LinkEvent.Changed.class));
        assertThat(events.next(Duration.ZERO)).isEmpty();
    }

    @Test
    void passesOverMessagesAboutOtherThings() throws Exception {
        kernel.raw(Captured.ADDRESSES.datagram());
        assertThat(events.next(Duration.ZERO)).isEmpty();
    }

    @Test
    void reportsAnEventThatMakesNoSense() {
        kernel.raw(Octets.ofHex("00"));
        assertThatExceptionOfType(NetlinkException.class)
                .isThrownBy(() -> events.next(Duration.ZERO))
                .withMessageContaining("read a link event: EBADMSG");
    }

    @Test
    void closesItsTransport() {
        events.close();
        assertThat(kernel.closed()).isTrue();
    }
}
