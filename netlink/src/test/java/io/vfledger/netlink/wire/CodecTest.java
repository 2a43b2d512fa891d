package io.vfledger.netlink.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vfledger.netlink.Captured;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Headers and attributes, there and back. */
class CodecTest {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "UEVENT_.*")
    void encodesEveryCapturedDatagramBackToItsBytes(Captured captured) {
        String again = String.join(
                "",
                captured.messages().stream()
                        .map(message -> message.encode().toHex())
                        .toList());
        assertThat(again).isEqualTo(captured.datagram().toHex());
    }

    @ParameterizedTest
    @EnumSource(names = {"LINK_VETH", "LINK_IGB_WITH_VFS"})
    void keepsEveryAttributeOfALinkIncludingUnknownOnes(Captured captured) {
        Octets payload = captured.message().payload();
        LinkHeader header = LinkHeader.decode(payload);
        Attributes attributes = Attributes.decode(payload.slice(LinkHeader.LENGTH, payload.length()));
        assertThat(header.encode().toHex() + attributes.encode().toHex()).isEqualTo(payload.toHex());
    }

    @Test
    void writesAddressAndRouteHeadersBackToTheirBytes() {
        for (NetlinkMessage message : Captured.ADDRESSES.messages()) {
            Octets bytes = message.payload().slice(0, AddressHeader.LENGTH);
            assertThat(AddressHeader.decode(bytes).encode()).isEqualTo(bytes);
        }
        for (NetlinkMessage message : Captured.ROUTES.messages()) {
            Octets bytes = message.payload().slice(0, RouteHeader.LENGTH);
            assertThat(RouteHeader.decode(bytes).encode()).isEqualTo(bytes);
        }
    }

    static Stream<Arguments> malformedDatagrams() {
        return Stream.of(
                Arguments.of("header cut short", "140000000300000001000000", "needs 16 bytes, 12 are left"),
                Arguments.of("length below a header", "0f000000030000000100000000000000", "length 15 at offset 0"),
                Arguments.of("length beyond the datagram", "11000000030000000100000000000000", "allowed is 16 to 16"),
                Arguments.of("negative length", "ffffffff030000000100000000000000", "length -1 at offset 0"),
                Arguments.of(
                        "rubbish after the first message",
                        "10000000030000000100000000000000aabb",
                        "2 are left at offset 16"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void malformedDatagrams(String what, String hex, String complaint) {
        assertThatThrownBy(() -> NetlinkMessage.decodeAll(Octets.ofHex(hex)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "header cut short|0800|needs 4 bytes, 2 are left",
                "length below a header|03000100|attribute length 3",
                "length beyond the bytes|0900010000000000|allowed is 4 to 8",
                "second one beyond the bytes|0400010008000200|attribute length 8 at offset 4",
            })
    void malformedAttributes(String what, String hex, String complaint) {
        assertThatThrownBy(() -> Attributes.decode(Octets.ofHex(hex)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void readsTheLastAttributeOfATypeAsTheKernelDoes() {
        Attributes attributes = Attributes.of(Attribute.u32(4, 1500), Attribute.u32(4, 9000));
        assertThat(attributes.find(4)).map(Attribute::asInt).contains(9000);
        assertThat(attributes.find(5)).isEmpty();
    }

    @Test
    void keepsTheFlagBitsOfAnAttributeType() {
        Octets bytes = Octets.ofHex("08001680deadbeef");
        Attribute attribute = Attributes.decode(bytes).all().getFirst();
        assertThat(attribute.type()).isEqualTo(22);
        assertThat(attribute.nested()).isTrue();
        assertThat(new Attributes(List.of(attribute)).encode()).isEqualTo(bytes);
        Octets network = Octets.ofHex("0600054081000000");
        Attribute protocol = Attributes.decode(network).all().getFirst();
        assertThat(protocol.networkOrder()).isTrue();
        assertThat(protocol.asBe16()).isEqualTo(0x8100);
        assertThat(new Attributes(List.of(protocol)).encode()).isEqualTo(network);
    }

    @Test
    void writesScalarsAndNestsAsTheKernelWantsThem() {
        Attributes attributes = Attributes.of(
                Attribute.u8(1, 255),
                Attribute.u16(2, 65535),
                Attribute.be16(3, 0x88a8),
                Attribute.u32(4, -1),
                Attribute.string(5, "eth0"),
                Attribute.nest(6, Attribute.u8(1, 1)),
                Attribute.bareNest(7, Attribute.u8(1, 1)));
        assertThat(attributes.encode().toHex())
                .isEqualTo("05000100ff000000" + "06000200ffff0000" + "0600030088a80000" + "08000400ffffffff"
                        + "0900050065746830" + "00000000" + "0c00068005000100" + "01000000" + "0c00070005000100"
                        + "01000000");
        assertThat(attributes.find(1).orElseThrow().asU8()).isEqualTo(255);
        assertThat(attributes.find(2).orElseThrow().asU16()).isEqualTo(65535);
        assertThat(attributes.find(5).orElseThrow().asString()).isEqualTo("eth0");
        assertThat(attributes.find(6).orElseThrow().asNest().find(1)).isPresent();
    }

    static Stream<Arguments> outOfRange() {
        return Stream.of(
                Arguments.of((Runnable) () -> Attribute.u8(1, 256), "attribute 1 256, allowed is 0 to 255"),
                Arguments.of((Runnable) () -> Attribute.u16(1, -1), "attribute 1 -1, allowed is 0 to 65535"),
                Arguments.of((Runnable) () -> Attribute.of(0x4000, Octets.empty()), "16384, allowed is 0 to 16383"),
                Arguments.of((Runnable) () -> Attribute.of(1, Octets.of(new byte[65532])), "allowed is at most 65531"),
                Arguments.of(
                        (Runnable) () -> new NetlinkMessage(70000, 0, 0, 0, Octets.empty()),
                        "type 70000, allowed is 0 to 65535"),
                Arguments.of((Runnable) () -> new Errno(0), "error number 0, allowed is 1 to 4095"),
                Arguments.of(
                        (Runnable) () -> new VfMac(0, Octets.of(new byte[33])), "of 33 bytes, allowed is at most 32"));
    }

    @ParameterizedTest
    @MethodSource
    void outOfRange(Runnable making, String complaint) {
        assertThatThrownBy(making::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @CsvSource({
        "1,EPERM",
        "11,EAGAIN",
        "22,EINVAL",
        "34,ERANGE",
        "93,EPROTONOSUPPORT",
        "95,EOPNOTSUPP",
        "105,ENOBUFS",
        "110,ETIMEDOUT",
        "133,EHWPOISON",
        "41,errno 41",
        "524,errno 524"
    })
    void namesErrorNumbers(int number, String name) {
        assertThat(new Errno(number)).hasToString(name);
    }

    @Test
    void namedErrnosHaveTheirNames() {
        assertThat(List.of(Errno.ENOENT, Errno.EBUSY, Errno.EEXIST, Errno.ENODEV, Errno.EMSGSIZE, Errno.ENETUNREACH))
                .extracting(Errno::text)
                .containsExactly("ENOENT", "EBUSY", "EEXIST", "ENODEV", "EMSGSIZE", "ENETUNREACH");
    }

    @Test
    void readsTextThatHasNoTerminatingZero() {
        assertThat(Attribute.of(3, Octets.ofHex("6162")).asString()).isEqualTo("ab");
    }

    @Test
    void refusesANumberThatIsTooShort() {
        assertThatThrownBy(() -> Attribute.of(4, Octets.ofHex("0102")).asInt())
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("attribute 4 needs at least 4 bytes, 2 came");
        assertThatThrownBy(() -> Octets.ofHex("0102").slice(1, 3)).isInstanceOf(MalformedMessageException.class);
    }
}
