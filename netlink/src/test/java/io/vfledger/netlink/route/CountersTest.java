package io.vfledger.netlink.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vfledger.netlink.Captured;
import io.vfledger.netlink.wire.Attribute;
import io.vfledger.netlink.wire.Attributes;
import io.vfledger.netlink.wire.LinkAttribute;
import io.vfledger.netlink.wire.LinkAttributes;
import io.vfledger.netlink.wire.LinkHeader;
import io.vfledger.netlink.wire.MalformedMessageException;
import io.vfledger.netlink.wire.Octets;
import io.vfledger.netlink.wire.VfAttribute;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountersTest {
    @Test
    void readsWhatAPfCountedOfItsVfs() {
        Link pf = Link.decode(Captured.LINK_IGB_WITH_COUNTERS.message().payload());
        assertThat(pf.vfs()).hasSize(4);
        assertThat(pf.vfs())
                .allSatisfy(vf -> assertThat(VfCounters.of(vf)).contains(new VfCounters(0, 0, 0, 0, 0, 0, 0, 0)));
        assertThat(LinkCounters.of(pf)).isPresent();
    }

    @Test
    void hasNoCountersWhereNoneWereAskedFor() {
        Link pf = Link.decode(Captured.LINK_IGB_WITH_VFS.message().payload());
        assertThat(pf.vfs()).allSatisfy(vf -> assertThat(VfCounters.of(vf)).isEmpty());
    }

    @Test
    void readsEachCounterFromItsPlace() {
        Attribute[] counters = IntStream.of(0, 1, 2, 3, 4, 5, 7, 8)
                .mapToObj(type -> Attribute.of(type, number(100 + type)))
                .toArray(Attribute[]::new);
        VfInfo vf = VfInfo.decode(info(9, counters).asNest());
        assertThat(VfCounters.of(vf)).contains(new VfCounters(100, 101, 102, 103, 104, 105, 107, 108));
        ByteBuffer stats = ByteBuffer.allocate(24 * Long.BYTES).order(ByteOrder.nativeOrder());
        for (int field = 1; field <= 24; field++) {
            stats.putLong(field);
        }
        assertThat(LinkCounters.decode(Octets.of(stats.array()))).isEqualTo(new LinkCounters(1, 2, 3, 4, 5, 6, 7, 8));
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> LinkCounters.decode(Octets.of(new byte[56])))
                .withMessageContaining("needs at least 64 bytes, 56 came");
    }

    /** What netlink#960, operator#1021 and #1025 suffer above about 108 VFs. */
    @Test
    void userPain14APfWith256VfsAndTheirCountersIsRead() {
        Octets datagram = Captured.LINK_256_VFS_WITH_COUNTERS.datagram();
        assertThat(datagram.length()).isGreaterThan(0xffff);
        Link pf = Link.decode(Captured.LINK_256_VFS_WITH_COUNTERS.message().payload());
        assertThat(pf.vfCount()).isEqualTo(OptionalInt.of(256));
        assertThat(pf.vfs())
                .extracting(VfInfo::index)
                .containsExactlyElementsOf(IntStream.range(0, 256).boxed().toList());
        assertThat(pf.vfs()).allSatisfy(vf -> assertThat(VfCounters.of(vf)).isPresent());
    }

    @ParameterizedTest(name = "{0} VFs")
    @ValueSource(ints = {0, 1, 215, 216, 217, 256, 700, 1024})
    void readsAListOfAnyLength(int count) {
        Octets payload = linkWith(count);
        Link pf = Link.decode(payload);
        assertThat(pf.vfs())
                .extracting(VfInfo::index)
                .containsExactlyElementsOf(IntStream.range(0, count).boxed().toList());
        assertThat(pf.mtu()).as("after the list").isEqualTo(9000);
    }

    @Test
    void refusesAListWhoseEntriesAreCutOff() {
        Octets whole = linkWith(256);
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> LinkAttributes.decode(whole.slice(LinkHeader.LENGTH, whole.length() - 20_000)));
    }

    /** As rtnl_fill_vf writes it: the list's length in 16 bits, whatever it is. */
    private static Octets linkWith(int count) {
        ByteBuffer list = ByteBuffer.allocate(count * 400).order(ByteOrder.nativeOrder());
        for (int vf = 0; vf < count; vf++) {
            Attribute[] counters = IntStream.of(0, 1, 2, 3, 4, 5, 7, 8)
                    .mapToObj(type -> Attribute.of(type, number(type)))
                    .toArray(Attribute[]::new);
            list.put(Attributes.of(info(vf, counters)).encode().buffer());
        }
        list.flip();
        Octets before = Attributes.of(
                        Attribute.string(LinkAttribute.IFNAME, "pf0"), Attribute.u32(LinkAttribute.NUM_VF, count))
                .encode();
        Octets after = Attributes.of(Attribute.u32(LinkAttribute.MTU, 9000)).encode();
        ByteBuffer all = ByteBuffer.allocate(
                        LinkHeader.LENGTH + before.length() + 4 + list.remaining() + after.length())
                .order(ByteOrder.nativeOrder());
        all.put(LinkHeader.ofIndex(3).encode().buffer()).put(before.buffer());
        all.putShort((short) (4 + list.remaining())).putShort((short) LinkAttribute.VFINFO_LIST);
        all.put(list).put(after.buffer());
        return Octets.of(all.array());
    }

    private static Attribute info(int vf, Attribute... counters) {
        Octets mac = Octets.of(ByteBuffer.allocate(36)
                .order(ByteOrder.nativeOrder())
                .putInt(vf)
                .array());
        Octets padding = Octets.of(new byte[140]);
        return Attribute.bareNest(
                VfAttribute.INFO,
                Attribute.of(VfAttribute.MAC, mac),
                Attribute.of(500, padding),
                Attribute.bareNest(VfAttribute.STATS, counters));
    }

    private static Octets number(long value) {
        return Octets.of(ByteBuffer.allocate(8)
                .order(ByteOrder.nativeOrder())
                .putLong(value)
                .array());
    }
}
