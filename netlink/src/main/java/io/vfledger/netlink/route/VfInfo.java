package io.vfledger.netlink.route;

import io.vfledger.netlink.wire.Attribute;
import io.vfledger.netlink.wire.Attributes;
import io.vfledger.netlink.wire.MalformedMessageException;
import io.vfledger.netlink.wire.VfAttribute;
import io.vfledger.netlink.wire.VfMac;
import io.vfledger.netlink.wire.VfRate;
import io.vfledger.netlink.wire.VfSetting;
import io.vfledger.netlink.wire.VfVlan;
import io.vfledger.netlink.wire.VfVlanInfo;
import java.util.Optional;
import java.util.Set;

/**
 * What a PF says about one of its VFs: IFLA_VF_INFO. A setting that its driver does not have is empty.
 *
 * @param index the VF's number on the PF, from 0
 * @param mac the administrative MAC; all zero where nobody set one (some drivers show the VF's own)
 * @param vlan VLAN, priority and protocol
 * @param txRate transmit rates, Mbit/s
 * @param spoofCheck whether frames with a foreign source are dropped
 * @param linkState how the VF's link follows the PF's
 * @param trust whether the VF may change its MAC, be promiscuous and so on
 * @param rssQuery whether the VF may read the RSS configuration
 * @param unknown attributes this record has no field for, as they came
 */
public record VfInfo(
        int index,
        HardwareAddress mac,
        VfVlanTag vlan,
        VfTxRate txRate,
        Optional<Boolean> spoofCheck,
        VfLinkState linkState,
        Optional<Boolean> trust,
        Optional<Boolean> rssQuery,
        Attributes unknown) {
    /** {@code setting} of a driver without this feature. */
    private static final int UNSUPPORTED = -1;

    private static final Set<Integer> KNOWN = Set.of(
            VfAttribute.MAC,
            VfAttribute.VLAN,
            VfAttribute.TX_RATE,
            VfAttribute.SPOOFCHK,
            VfAttribute.LINK_STATE,
            VfAttribute.RATE,
            VfAttribute.RSS_QUERY_EN,
            VfAttribute.TRUST,
            VfAttribute.VLAN_LIST);

    /** Reads the attributes of one IFLA_VF_INFO. */
    public static VfInfo decode(Attributes info) {
        VfMac mac = info.find(VfAttribute.MAC)
                .map(attribute -> VfMac.decode(attribute.value()))
                .orElseThrow(() -> new MalformedMessageException("IFLA_VF_INFO without IFLA_VF_MAC"));
        return new VfInfo(
                mac.vf(),
                HardwareAddress.ethernet(mac.address()),
                vlan(info),
                info.find(VfAttribute.RATE)
                        .map(attribute -> VfRate.decode(attribute.value()))
                        .map(rate -> new VfTxRate(rate.minimumMbps(), rate.maximumMbps()))
                        .orElse(VfTxRate.UNLIMITED),
                onOff(info, VfAttribute.SPOOFCHK),
                setting(info, VfAttribute.LINK_STATE).map(VfLinkState::ofWire).orElse(VfLinkState.AUTO),
                onOff(info, VfAttribute.TRUST),
                onOff(info, VfAttribute.RSS_QUERY_EN),
                info.without(KNOWN));
    }

    private static VfVlanTag vlan(Attributes info) {
        Optional<VfVlanInfo> listed = info.find(VfAttribute.VLAN_LIST)
                .flatMap(list -> list.asNest().find(VfAttribute.VLAN_INFO))
                .map(entry -> VfVlanInfo.decode(entry.value()));
        if (listed.isPresent()) {
            VfVlanInfo tag = listed.get();
            return new VfVlanTag(tag.vlan(), tag.qos(), VlanProtocol.ofEtherType(tag.protocol()));
        }
        return info.find(VfAttribute.VLAN)
                .map(attribute -> VfVlan.decode(attribute.value()))
                .map(tag -> new VfVlanTag(tag.vlan(), tag.qos(), VlanProtocol.IEEE_802_1Q))
                .orElse(VfVlanTag.NONE);
    }

    private static Optional<Boolean> onOff(Attributes info, int type) {
        return setting(info, type).map(value -> value != 0);
    }

    private static Optional<Integer> setting(Attributes info, int type) {
        return info.find(type)
                .map(Attribute::value)
                .map(VfSetting::decode)
                .map(VfSetting::setting)
                .filter(value -> value != UNSUPPORTED);
    }
}
