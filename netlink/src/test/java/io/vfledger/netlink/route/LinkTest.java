package io.vfledger.netlink.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vfledger.netlink.Captured;
import io.vfledger.netlink.wire.Attribute;
import io.vfledger.netlink.wire.Attributes;
import io.vfledger.netlink.wire.LinkHeader;
import io.vfledger.netlink.wire.MalformedMessageException;
import io.vfledger.netlink.wire.MessageType;
import io.vfledger.netlink.wire.NetlinkMessage;
import io.vfledger.netlink.wire.Octets;
import io.vfledger.netlink.wire.VfAttribute;
import io.vfledger.netlink.wire.VfMac;
import io.vfledger.netlink.wire.VfSetting;
import io.vfledger.netlink.wire.VfVlan;
import io.vfledger.netlink.wire.VfVlanInfo;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinkTest {
    @Test
    void readsAVethWithAliasAndAlternativeName() {
        Link link = Link.decode(Captured.LINK_VETH.message().payload());
        assertThat(link.name()).isEqualTo("nlcapa");
        assertThat(link.index()).isEqualTo(8);
        assertThat(link.kind()).contains("veth");
        assertThat(link.alias()).contains("uplink of rack 7");
        assertThat(link.altNames()).containsExactly("nlcapa-alt");
        assertThat(link.mtu()).isEqualTo(1500);
        assertThat(link.txQueueLength()).isEqualTo(1000);
        assertThat(link.operState()).isEqualTo(OperState.UP);
        assertThat(link.flags().up()).isTrue();
        assertThat(link.flags().lowerUp()).isTrue();
        assertThat(link.flags().promiscuous()).isFalse();
        assertThat(link.flags().allMulticast()).isFalse();
        assertThat(link.carrier()).isTrue();
        assertThat(link.lowerIndex()).hasValue(7);
        assertThat(link.masterIndex()).isEmpty();
        assertThat(link.parentDevice()).isEmpty();
        assertThat(link.vfCount()).isEmpty();
        assertThat(link.unknown().all()).isNotEmpty();
    }

    @Test
    void readsAPfWithItsVfsThoughTheListIsNotMarkedAsNested() {
        Link link = Link.decode(Captured.LINK_IGB_WITH_VFS.message().payload());
        assertThat(link.parentDevice()).contains("0000:01:00.0");
        assertThat(link.parentBus()).contains("pci");
        assertThat(link.permanentAddress()).contains(HardwareAddress.parse("52:54:00:00:01:00"));
        assertThat(link.kind()).isEmpty();
        assertThat(link.vfCount()).isEqualTo(OptionalInt.of(2));
        assertThat(link.vfs()).hasSize(2);
        VfInfo first = link.vf(0).orElseThrow();
        assertThat(first.mac()).hasToString("02:00:5e:00:53:01");
        assertThat(first.vlan()).isEqualTo(new VfVlanTag(100, 3, VlanProtocol.IEEE_802_1Q));
        assertThat(first.txRate()).isEqualTo(new VfTxRate(0, 500));
        assertThat(first.spoofCheck()).contains(true);
        assertThat(first.trust()).contains(false);
        assertThat(first.linkState()).isEqualTo(VfLinkState.AUTO);
        assertThat(first.rssQuery()).as("igb has none").isEmpty();
        assertThat(first.unknown().all()).as("IFLA_VF_BROADCAST").hasSize(1);
        VfInfo second = link.vf(1).orElseThrow();
        assertThat(second.vlan()).isEqualTo(VfVlanTag.NONE);
        assertThat(second.spoofCheck()).contains(false);
        assertThat(second.trust()).contains(true);
        assertThat(link.vf(2)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"LINK_VETH", "LINK_IGB_WITH_VFS"})
    void answersEveryTruncationWithAClearErrorOrALink(Captured captured) {
        Octets payload = captured.message().payload();
        for (int length = 0; length < payload.length(); length++) {
            Octets cut = payload.slice(0, length);
            try {
                assertThat(Link.decode(cut).name()).isNotEmpty();
            } catch (MalformedMessageException e) {
                assertThat(e).hasMessageMatching("(?s).*(needs|allowed|without).*");
            }
        }
    }

    @Test
    void readsWhereAnXdpProgramIs() {
        assertThat(xdp("0500020000000000")).as("none attached").isEqualTo(Xdp.NONE);
        assertThat(xdp("0500020002000000" + "0800040011000000" + "0800060011000000"))
                .isEqualTo(new Xdp(17, Set.of(Xdp.Hook.GENERIC)));
        assertThat(xdp("0500020004000000" + "0800050012000000" + "0800060011000000"))
                .isEqualTo(new Xdp(18, Set.of(Xdp.Hook.GENERIC, Xdp.Hook.DRIVER)));
    }

    private static Xdp xdp(String digits) {
        return Xdp.decode(Attributes.decode(Octets.ofHex(digits)));
    }

    @Test
    void readsTheOlderVlanAttributeWhereTheListIsMissing() {
        VfInfo vf = VfInfo.decode(Attributes.of(
                Attribute.of(VfAttribute.MAC, new VfMac(3, Octets.of(new byte[32])).encode()),
                Attribute.of(VfAttribute.VLAN, new VfVlan(3, 42, 1).encode()),
                Attribute.of(VfAttribute.LINK_STATE, new VfSetting(3, 2).encode())));
        assertThat(vf.index()).isEqualTo(3);
        assertThat(vf.vlan()).isEqualTo(new VfVlanTag(42, 1, VlanProtocol.IEEE_802_1Q));
        assertThat(vf.linkState()).isEqualTo(VfLinkState.DISABLE);
        assertThat(vf.spoofCheck()).isEmpty();
        assertThat(vf.txRate()).isEqualTo(VfTxRate.UNLIMITED);
    }

    @Test
    void readsAServiceProviderTagAndANewLinkState() {
        VfInfo vf = VfInfo.decode(Attributes.of(
                Attribute.of(VfAttribute.MAC, new VfMac(0, Octets.of(new byte[32])).encode()),
                Attribute.bareNest(
                        VfAttribute.VLAN_LIST,
                        Attribute.of(VfAttribute.VLAN_INFO, new VfVlanInfo(0, 7, 0, 0x88a8).encode())),
                Attribute.of(VfAttribute.LINK_STATE, new VfSetting(0, 9).encode())));
        assertThat(vf.vlan()).isEqualTo(new VfVlanTag(7, 0, VlanProtocol.IEEE_802_1AD));
        assertThat(vf.linkState()).isEqualTo(VfLinkState.AUTO);
    }

    @Test
    void refusesVfsAndLinksWithoutTheirNames() {
        assertThatThrownBy(() -> VfInfo.decode(Attributes.of())).hasMessage("IFLA_VF_INFO without IFLA_VF_MAC");
        assertThatThrownBy(() -> Link.decode(LinkHeader.ofIndex(1).encode())).hasMessage("a link without IFLA_IFNAME");
    }

    @Test
    void readsEvents() {
        NetlinkMessage changed = Captured.LINK_VETH.message();
        assertThat(LinkEvent.decode(changed))
                .hasValueSatisfying(event -> assertThat(event).isInstanceOf(LinkEvent.Changed.class));
        NetlinkMessage removed = new NetlinkMessage(MessageType.RTM_DELLINK, 0, 0, 0, changed.payload());
        assertThat(LinkEvent.decode(removed))
                .hasValueSatisfying(event -> assertThat(event).isInstanceOf(LinkEvent.Removed.class));
        assertThat(LinkEvent.decode(Captured.ADDRESSES.message())).isEqualTo(Optional.empty());
    }

    @Test
    void readsAStateThatIsNewerThanTheList() {
        assertThat(OperState.ofWire(200)).isEqualTo(OperState.UNKNOWN);
        assertThat(OperState.ofWire(6)).isEqualTo(OperState.UP);
    }
}
