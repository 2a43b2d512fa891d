package io.vfledger.netlink.route;

import io.vfledger.netlink.wire.Attribute;
import io.vfledger.netlink.wire.Attributes;
import io.vfledger.netlink.wire.LinkAttribute;
import io.vfledger.netlink.wire.LinkAttributes;
import io.vfledger.netlink.wire.LinkHeader;
import io.vfledger.netlink.wire.LinkInfoAttribute;
import io.vfledger.netlink.wire.MalformedMessageException;
import io.vfledger.netlink.wire.Octets;
import io.vfledger.netlink.wire.VfAttribute;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A network interface: RTM_NEWLINK.
 *
 * @param index {@code ifi_index}, unique within its namespace
 * @param name IFLA_IFNAME
 * @param flags IFF_*
 * @param address IFLA_ADDRESS, empty on links without one
 * @param permanentAddress IFLA_PERM_ADDRESS, the one the hardware was made with
 * @param mtu IFLA_MTU, bytes
 * @param txQueueLength IFLA_TXQLEN, packets
 * @param operState IFLA_OPERSTATE
 * @param carrier IFLA_CARRIER
 * @param kind IFLA_INFO_KIND such as {@code veth}; empty for hardware
 * @param alias IFLA_IFALIAS
 * @param altNames IFLA_ALT_IFNAME
 * @param lowerIndex IFLA_LINK: the link this one sits on, or a veth's peer
 * @param masterIndex IFLA_MASTER
 * @param parentDevice IFLA_PARENT_DEV_NAME: the device's bus address, a PCI address for hardware
 * @param parentBus IFLA_PARENT_DEV_BUS_NAME such as {@code pci}
 * @param xdp IFLA_XDP
 * @param vfCount IFLA_NUM_VF, only in an answer that was asked for VFs
 * @param vfs IFLA_VFINFO_LIST, only in an answer that was asked for VFs
 * @param unknown attributes this record has no field for, as they came
 */
public record Link(
        int index,
        String name,
        LinkFlags flags,
        Optional<HardwareAddress> address,
        Optional<HardwareAddress> permanentAddress,
        int mtu,
        int txQueueLength,
        OperState operState,
        boolean carrier,
        Optional<String> kind,
        Optional<String> alias,
        List<String> altNames,
        OptionalInt lowerIndex,
        OptionalInt masterIndex,
        Optional<String> parentDevice,
        Optional<String> parentBus,
        Xdp xdp,
        OptionalInt vfCount,
        List<VfInfo> vfs,
        Attributes unknown) {
    /** Kinds of IFLA_INFO_KIND that lie on the link that IFLA_LINK names; a veth's IFLA_LINK is its other end. */
    private static final Set<String> STACKED = Set.of("vlan", "macvlan", "macvtap", "ipvlan", "ipvtap");

    private static final Set<Integer> KNOWN = Set.of(
            LinkAttribute.ADDRESS,
            LinkAttribute.IFNAME,
            LinkAttribute.MTU,
            LinkAttribute.LINK,
            LinkAttribute.MASTER,
            LinkAttribute.TXQLEN,
            LinkAttribute.OPERSTATE,
            LinkAttribute.LINKINFO,
            LinkAttribute.IFALIAS,
            LinkAttribute.NUM_VF,
            LinkAttribute.VFINFO_LIST,
            LinkAttribute.CARRIER,
            LinkAttribute.XDP,
            LinkAttribute.PROP_LIST,
            LinkAttribute.PERM_ADDRESS,
            LinkAttribute.PARENT_DEV_NAME,
            LinkAttribute.PARENT_DEV_BUS_NAME);

    public Link {
        altNames = List.copyOf(altNames);
        vfs = List.copyOf(vfs);
    }

    /** Whether this is a VLAN, a macvlan or the like that lies on the link of that index in the same namespace. */
    public boolean liesOn(int lower) {
        return lowerIndex.orElse(0) == lower
                && kind.map(STACKED::contains).orElse(false)
                && unknown.find(LinkAttribute.LINK_NETNSID).isEmpty();
    }

    /** What the PF says about its VF of this index. */
    public Optional<VfInfo> vf(int vfIndex) {
        return vfs.stream().filter(vf -> vf.index() == vfIndex).findFirst();
    }

    /** Reads the payload of RTM_NEWLINK or RTM_DELLINK. */
    public static Link decode(Octets payload) {
        LinkHeader header = LinkHeader.decode(payload);
        Attributes attributes = LinkAttributes.decode(payload.slice(LinkHeader.LENGTH, payload.length()));
        return new Link(
                header.index(),
                attributes
                        .find(LinkAttribute.IFNAME)
                        .map(Attribute::asString)
                        .orElseThrow(() -> new MalformedMessageException("a link without IFLA_IFNAME")),
                new LinkFlags(header.flags()),
                address(attributes, LinkAttribute.ADDRESS),
                address(attributes, LinkAttribute.PERM_ADDRESS),
                number(attributes, LinkAttribute.MTU).orElse(0),
                number(attributes, LinkAttribute.TXQLEN).orElse(0),
                OperState.ofWire(attributes
                        .find(LinkAttribute.OPERSTATE)
                        .map(Attribute::asU8)
                        .orElse(0)),
                attributes.find(LinkAttribute.CARRIER).map(Attribute::asU8).orElse(0) != 0,
                attributes
                        .find(LinkAttribute.LINKINFO)
                        .flatMap(info -> info.asNest().find(LinkInfoAttribute.KIND))
                        .map(Attribute::asString),
                attributes.find(LinkAttribute.IFALIAS).map(Attribute::asString),
                altNames(attributes),
                number(attributes, LinkAttribute.LINK),
                number(attributes, LinkAttribute.MASTER),
                attributes.find(LinkAttribute.PARENT_DEV_NAME).map(Attribute::asString),
                attributes.find(LinkAttribute.PARENT_DEV_BUS_NAME).map(Attribute::asString),
                attributes
                        .find(LinkAttribute.XDP)
                        .map(xdp -> Xdp.decode(xdp.asNest()))
                        .orElse(Xdp.NONE),
                number(attributes, LinkAttribute.NUM_VF),
                vfs(attributes),
                attributes.without(KNOWN));
    }

    private static List<String> altNames(Attributes attributes) {
        return attributes
                .find(LinkAttribute.PROP_LIST)
                .map(list -> list.asNest()
                        .ofType(LinkAttribute.ALT_IFNAME)
                        .map(Attribute::asString)
                        .toList())
                .orElse(List.of());
    }

    private static List<VfInfo> vfs(Attributes attributes) {
        return attributes
                .ofType(LinkAttribute.VFINFO_LIST)
                .flatMap(list -> list.asNest().ofType(VfAttribute.INFO))
                .map(info -> VfInfo.decode(info.asNest()))
                .toList();
    }

    private static Optional<HardwareAddress> address(Attributes attributes, int type) {
        return attributes.find(type).map(Attribute::value).map(HardwareAddress::new);
    }

    private static OptionalInt number(Attributes attributes, int type) {
        return attributes
                .find(type)
                .map(attribute -> OptionalInt.of(attribute.asInt()))
                .orElseGet(OptionalInt::empty);
    }
}
