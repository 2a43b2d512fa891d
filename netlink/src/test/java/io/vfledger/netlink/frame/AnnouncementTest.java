package io.vfledger.netlink.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vfledger.netlink.wire.Octets;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class AnnouncementTest {
    private static final Octets MAC = Octets.ofHex("02005e005361");

    @Test
    void announcesAnIpv4AddressByArp() {
        assertThat(Announcement.of(MAC, InetAddress.ofLiteral("10.99.0.2")).toHex())
                .isEqualTo("ffffffffffff" + "02005e005361" + "0806"
                        + "0001" + "0800" + "06" + "04" + "0001"
                        + "02005e005361" + "0a630002" + "000000000000" + "0a630002");
    }

    @Test
    void announcesAnIpv6AddressByAnOverridingAdvertisement() {
        String address = "20010db8009900000000000000000002";
        String frame =
                Announcement.of(MAC, InetAddress.ofLiteral("2001:db8:99::2")).toHex();
        assertThat(frame)
                .startsWith("333300000001" + "02005e005361" + "86dd" + "60000000" + "0020" + "3a" + "ff" + address
                        + "ff020000000000000000000000000001" + "8800")
                .endsWith("20000000" + address + "0201" + "02005e005361");
        assertThat(verified(Octets.ofHex(frame)))
                .as("sum over a right checksum")
                .isEqualTo(0xffff);
    }

    /** What a receiver does: everything summed, the checksum with it, gives all ones. */
    private static int verified(Octets frame) {
        byte[] bytes = frame.toArray();
        long sum = 32 + 58;
        for (int i = 22; i < bytes.length; i += 2) {
            sum += ((bytes[i] & 0xff) << 8) | (bytes[i + 1] & 0xff);
        }
        while (sum >> 16 != 0) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (int) sum;
    }

    @Test
    void needsAnEthernetAddress() {
        assertThatThrownBy(() -> Announcement.of(Octets.ofHex("0200"), InetAddress.ofLiteral("10.0.0.1")))
                .hasMessageContaining("2 octets, not 6");
    }
}
