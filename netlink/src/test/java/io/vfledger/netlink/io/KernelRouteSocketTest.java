package io.vfledger.netlink.io;

import static io.vfledger.netlink.io.ScriptedTransport.acknowledgement;
import static io.vfledger.netlink.io.ScriptedTransport.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vfledger.netlink.Captured;
import io.vfledger.netlink.route.Link;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.netlink.route.SetVf;
import io.vfledger.netlink.route.VfTxRate;
import io.vfledger.netlink.wire.Errno;
import io.vfledger.netlink.wire.MessageFlags;
import io.vfledger.netlink.wire.NetlinkMessage;
import io.vfledger.netlink.wire.Octets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KernelRouteSocketTest {
    private final ScriptedTransport kernel = new ScriptedTransport();
    private final KernelRouteSocket socket = new KernelRouteSocket(kernel, Duration.ofSeconds(1));

    @Test
    void readsADumpInSeveralDatagrams() throws Exception {
        kernel.answer(KernelRouteSocketTest::link)
                .answer(KernelRouteSocketTest::link)
                .answer(sequence -> done(sequence, 0));
        assertThat(socket.links()).extracting(Link::name).containsExactly("nlcapa", "nlcapa");
    }

    @Test
    void repeatsADumpThatWasInterrupted() throws Exception {
        kernel.answer(KernelRouteSocketTest::link)
                .answer(sequence -> done(sequence, MessageFlags.DUMP_INTERRUPTED))
                .answer(KernelRouteSocketTest::link)
                .answer(sequence -> done(sequence, 0));
        assertThat(socket.links()).hasSize(1);
        assertThat(kernel.sent()).hasSize(2);
        assertThat(kernel.sent().get(0).sequence())
                .isNotEqualTo(kernel.sent().get(1).sequence());
    }

    @Test
    void repeatsADumpThatOverranTheBuffer() throws Exception {
        kernel.answer(KernelRouteSocketTest::link)
                .overrun()
                .answer(KernelRouteSocketTest::link)
                .answer(sequence -> done(sequence, 0));
        assertThat(socket.links()).hasSize(1);
    }

    @Test
    void givesUpOnADumpThatIsAlwaysInterrupted() {
        for (int i = 0; i < 10; i++) {
            kernel.answer(sequence -> done(sequence, MessageFlags.DUMP_INTERRUPTED));
        }
        assertThatExceptionOfType(NetlinkException.class)
                .isThrownBy(socket::links)
                .withMessageContaining("changed during each of 10 readings");
    }

    @Test
    void doesNotRepeatAChangeThatMayHaveHappened() {
        kernel.overrun();
        assertThatExceptionOfType(NetlinkException.class)
                .isThrownBy(() -> socket.delete(3))
                .satisfies(e -> assertThat(e.is(Errno.ENOBUFS)).isTrue());
        assertThat(kernel.sent()).hasSize(1);
    }

    @Test
    void leavesAnswersToEarlierRequestsAside() throws Exception {
        kernel.answer(sequence -> acknowledgement(sequence - 1, Errno.EBUSY.number()))
                .answer(sequence -> acknowledgement(sequence, 0));
        socket.change(3, new LinkChange.SetUp(true));
        assertThat(kernel.sent()).hasSize(1);
    }

    @Test
    void saysThatNoAnswerCame() {
        assertThatExceptionOfType(NetlinkException.class)
                .isThrownBy(() -> socket.setVf(2, new SetVf.Rate(1, VfTxRate.UNLIMITED)))
                .withMessageContaining("no answer within 1000 ms")
                .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ETIMEDOUT));
    }

    @Test
    void givesTheKernelsWordsForARefusal() {
        NetlinkMessage refusal = Captured.ERROR_BAD_MTU.message();
        kernel.answer(sequence -> new NetlinkMessage(refusal.type(), refusal.flags(), sequence, 0, refusal.payload()));
        assertThatExceptionOfType(NetlinkException.class)
                .isThrownBy(() -> socket.change(8, new LinkChange.SetMtu(10)))
                .withMessage("set link 8 [SetMtu[bytes=10]]: EINVAL (mtu less than device minimum)")
                .satisfies(e -> {
                    assertThat(e.operation()).startsWith("set link 8");
                    assertThat(e.kernelText()).contains("mtu less than device minimum");
                    assertThat(e.offset()).isEmpty();
                });
    }

    @Test
    void answersNoSuchLinkWithEmpty() throws Exception {
        kernel.answer(sequence -> acknowledgement(sequence, Errno.ENODEV.number()));
        assertThat(socket.link(99)).isEmpty();
        kernel.answer(sequence -> acknowledgement(sequence, Errno.EPERM.number()));
        assertThatExceptionOfType(NetlinkException.class)
                .isThrownBy(() -> socket.link(99))
                .withMessage("get link 99: EPERM");
    }

    @Test
    void readsALinkWithItsVfs() throws Exception {
        kernel.answer(sequence -> answer(Captured.LINK_IGB_WITH_VFS, sequence))
                .answer(sequence -> acknowledgement(sequence, 0));
        assertThat(socket.linkWithVfs(3).orElseThrow().vfs()).hasSize(2);
    }

    @Test
    void reportsAnAnswerThatMakesNoSense() {
        kernel.raw(Octets.ofHex("0102"));
        assertThatExceptionOfType(NetlinkException.class)
                .isThrownBy(socket::links)
                .withMessageContaining("EBADMSG (a netlink header needs 16 bytes");
        kernel.answer(sequence -> new NetlinkMessage(16, 0, sequence, 0, Octets.of(new byte[4])))
                .answer(sequence -> acknowledgement(sequence, 0));
        assertThatExceptionOfType(NetlinkException.class)
                .isThrownBy(() -> socket.link(1))
                .withMessageContaining("ifinfomsg needs at least 16 bytes");
        kernel.answer(sequence -> new NetlinkMessage(2, 0, sequence, 0, Octets.empty()));
        assertThatExceptionOfType(NetlinkException.class)
                .isThrownBy(() -> socket.delete(1))
                .withMessageContaining("acknowledgement needs at least 4 bytes");
    }

    @Test
    void closesItsTransport() {
        socket.close();
        assertThat(kernel.closed()).isTrue();
    }

    private static NetlinkMessage link(int sequence) {
        return answer(Captured.LINK_VETH, sequence);
    }

    private static NetlinkMessage answer(Captured captured, int sequence) {
        NetlinkMessage message = captured.message();
        return new NetlinkMessage(message.type(), MessageFlags.MULTI, sequence, 0, message.payload());
    }
}
