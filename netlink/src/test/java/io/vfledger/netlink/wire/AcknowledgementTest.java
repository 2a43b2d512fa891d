package io.vfledger.netlink.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vfledger.netlink.Captured;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcknowledgementTest {
    @ParameterizedTest
    @CsvSource({
        "ERROR_NO_SUCH_LINK,19,",
        "ERROR_NO_SUCH_VF,22,",
        "ERROR_BAD_GATEWAY,101,Nexthop has invalid gateway",
        "ERROR_BAD_MTU,22,mtu less than device minimum",
        "DONE_WITH_ERROR,19,",
    })
    void readsWhatTheKernelSaid(Captured captured, int errno, String text) {
        Acknowledgement acknowledgement = Acknowledgement.decode(captured.message());
        assertThat(acknowledgement.ok()).isFalse();
        assertThat(acknowledgement.errno()).isEqualTo(errno);
        assertThat(acknowledgement.kernelText()).isEqualTo(Optional.ofNullable(text));
    }

    @Test
    void readsTheOffsetOfTheAttributeAtFault() {
        Octets request = new NetlinkMessage(MessageType.RTM_SETLINK, 5, 1, 0, Octets.of(new byte[16])).encode();
        Octets details =
                Attributes.of(Attribute.string(1, "bad"), Attribute.u32(2, 36)).encode();
        Acknowledgement full =
                Acknowledgement.decode(error(MessageFlags.ACK_TLVS, "eaffffff" + request.toHex() + details.toHex()));
        Acknowledgement capped = Acknowledgement.decode(error(
                MessageFlags.ACK_TLVS | MessageFlags.CAPPED,
                "eaffffff" + request.slice(0, 16).toHex() + details.toHex()));
        assertThat(full).isEqualTo(new Acknowledgement(22, Optional.of("bad"), OptionalInt.of(36)));
        assertThat(capped).isEqualTo(full);
    }

    @Test
    void readsSuccess() {
        assertThat(Acknowledgement.decode(error(0, "00000000" + "10000000130005000100000000000000"))
                        .ok())
                .isTrue();
        assertThat(Acknowledgement.decode(new NetlinkMessage(MessageType.NLMSG_DONE, 2, 1, 0, Octets.empty()))
                        .ok())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|eaff|needs at least 4 bytes, 2 came",
                "0|01000000|netlink error 1, allowed is -4095 to 0",
                "0|00f0ffff|netlink error -4096, allowed is -4095 to 0",
                "0|00000080|netlink error -2147483648, allowed is -4095 to 0",
                "512|eaffffff|needs at least 20 bytes, 4 came",
                "512|eaffffff99000000130005000100000000000000|echoed request of 153 bytes, allowed is 16 to 16",
                "512|eaffffffffffffff130005000100000000000000|echoed request of -1 bytes",
                "768|eaffffff99000000130005000100000000000000aabb|attribute header needs 4 bytes",
            })
    void refusesWhatIsNotAnAcknowledgement(int flags, String hex, String complaint) {
        assertThatThrownBy(() -> Acknowledgement.decode(error(flags, hex)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(complaint);
    }

    private static NetlinkMessage error(int flags, String hex) {
        return new NetlinkMessage(MessageType.NLMSG_ERROR, flags, 1, 0, Octets.ofHex(hex));
    }
}
