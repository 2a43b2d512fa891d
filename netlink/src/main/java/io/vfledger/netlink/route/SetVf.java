package io.vfledger.netlink.route;

import io.vfledger.netlink.wire.Attribute;
import io.vfledger.netlink.wire.Attributes;
import io.vfledger.netlink.wire.LinkAttribute;
import io.vfledger.netlink.wire.LinkHeader;
import io.vfledger.netlink.wire.MessageType;
import io.vfledger.netlink.wire.Request;
import io.vfledger.netlink.wire.VfAttribute;
import io.vfledger.netlink.wire.VfMac;
import io.vfledger.netlink.wire.VfRate;
import io.vfledger.netlink.wire.VfSetting;
import io.vfledger.netlink.wire.VfVlan;
import io.vfledger.netlink.wire.VfVlanInfo;

/**
 * One administrative attribute of a VF, set on its PF. Each goes in a request of its own: the kernel does not undo the
 * first when it refuses the second.
 */
public sealed interface SetVf {
    /** The VF's number on its PF, from 0. */
    int vf();

    /** {@code ip link set dev PF vf N mac A}; a multicast address is refused with EINVAL. */
    record Mac(int vf, HardwareAddress address) implements SetVf {}

    /** {@code ip link set dev PF vf N vlan V qos Q proto P}; VLAN 0 takes the tag off. */
    record Vlan(int vf, VfVlanTag tag) implements SetVf {}

    /** {@code ip link set dev PF vf N min_tx_rate A max_tx_rate B}; both are always written. */
    record Rate(int vf, VfTxRate rate) implements SetVf {}

    /** {@code ip link set dev PF vf N spoofchk on|off}. */
    record SpoofCheck(int vf, boolean on) implements SetVf {}

    /** {@code ip link set dev PF vf N trust on|off}. */
    record Trust(int vf, boolean on) implements SetVf {}

    /** {@code ip link set dev PF vf N state auto|enable|disable}. */
    record LinkState(int vf, VfLinkState state) implements SetVf {}

    /** {@code ip link set dev PF vf N query_rss on|off}. */
    record RssQuery(int vf, boolean on) implements SetVf {}

    /** The request, to the PF of this interface index. */
    static Request request(int pfIndex, SetVf setting) {
        return Request.one(
                "set on PF " + pfIndex + " " + setting,
                MessageType.RTM_SETLINK,
                0,
                LinkHeader.ofIndex(pfIndex).encode(),
                Attributes.of(Attribute.nest(
                                LinkAttribute.VFINFO_LIST, Attribute.nest(VfAttribute.INFO, attribute(setting))))
                        .encode());
    }

    private static Attribute attribute(SetVf setting) {
        return switch (setting) {
            case Mac(int vf, HardwareAddress address) ->
                Attribute.of(VfAttribute.MAC, new VfMac(vf, address.octets()).encode());
            case Vlan(int vf, VfVlanTag tag) -> vlan(vf, tag);
            case Rate(int vf, VfTxRate rate) ->
                Attribute.of(VfAttribute.RATE, new VfRate(vf, rate.minimumMbps(), rate.maximumMbps()).encode());
            case SpoofCheck(int vf, boolean on) -> flag(VfAttribute.SPOOFCHK, vf, on);
            case Trust(int vf, boolean on) -> flag(VfAttribute.TRUST, vf, on);
            case LinkState(int vf, VfLinkState state) ->
                Attribute.of(VfAttribute.LINK_STATE, new VfSetting(vf, state.wire()).encode());
            case RssQuery(int vf, boolean on) -> flag(VfAttribute.RSS_QUERY_EN, vf, on);
        };
    }

    private static Attribute vlan(int vf, VfVlanTag tag) {
        return switch (tag.protocol()) {
            case IEEE_802_1Q -> Attribute.of(VfAttribute.VLAN, new VfVlan(vf, tag.vlan(), tag.qos()).encode());
            // The older attribute has no room for a protocol, the newer one is refused by drivers that only know
            // 802.1Q.
            case IEEE_802_1AD ->
                Attribute.nest(
                        VfAttribute.VLAN_LIST,
                        Attribute.of(
                                VfAttribute.VLAN_INFO,
                                new VfVlanInfo(
                                                vf,
                                                tag.vlan(),
                                                tag.qos(),
                                                tag.protocol().etherType())
                                        .encode()));
        };
    }

    private static Attribute flag(int type, int vf, boolean on) {
        return Attribute.of(type, new VfSetting(vf, on ? 1 : 0).encode());
    }
}
