package io.vfledger.netlink.route;

import io.vfledger.netlink.wire.Attribute;
import io.vfledger.netlink.wire.Attributes;
import io.vfledger.netlink.wire.LinkAttribute;
import io.vfledger.netlink.wire.LinkHeader;
import io.vfledger.netlink.wire.LinkInfoAttribute;
import io.vfledger.netlink.wire.MessageFlags;
import io.vfledger.netlink.wire.MessageType;
import io.vfledger.netlink.wire.Octets;
import io.vfledger.netlink.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Requests about links: RTM_GETLINK, RTM_SETLINK, RTM_NEWLINK, RTM_DELLINK, RTM_NEWLINKPROP, RTM_DELLINKPROP. */
public final class LinkRequests {
    private static final int CREATE_NEW = MessageFlags.CREATE | MessageFlags.EXCLUSIVE;

    private LinkRequests() {}

    /** {@code ip link show}, without the VFs of every PF, whose list can be larger than all the rest. */
    public static Request dump() {
        return Request.dump(
                "list links",
                MessageType.RTM_GETLINK,
                LinkHeader.ofIndex(0).encode(),
                Attributes.of(Attribute.u32(LinkAttribute.EXT_MASK, LinkAttribute.FILTER_SKIP_STATS))
                        .encode());
    }

    /** {@code ip -s link show}, without VFs. */
    public static Request dumpWithCounters() {
        return Request.dump(
                "list links with counters",
                MessageType.RTM_GETLINK,
                LinkHeader.ofIndex(0).encode());
    }

    /** {@code ip -s link show dev PF}: one PF with what it has counted of each of its VFs. */
    public static Request getWithVfCounters(String name) {
        return get(
                "get link " + name + " with the counters of its VFs",
                0,
                Attribute.u32(LinkAttribute.EXT_MASK, LinkAttribute.FILTER_VF),
                Attribute.string(LinkAttribute.IFNAME, InterfaceName.require(name)));
    }

    /** {@code ip link show dev N}, without VFs, by the name or one of the other names. */
    public static Request get(String name) {
        return get(
                "get link " + name,
                0,
                Attribute.u32(LinkAttribute.EXT_MASK, LinkAttribute.FILTER_SKIP_STATS),
                InterfaceName.isShort(name)
                        ? Attribute.string(LinkAttribute.IFNAME, InterfaceName.require(name))
                        : Attribute.string(LinkAttribute.ALT_IFNAME, InterfaceName.requireAlternative(name)));
    }

    /** The link of this index, without VFs. */
    public static Request get(int index) {
        return get("get link " + index, index, Attribute.u32(LinkAttribute.EXT_MASK, LinkAttribute.FILTER_SKIP_STATS));
    }

    /** {@code ip link show dev PF}: one PF with what it says about each of its VFs. */
    public static Request getWithVfs(int index) {
        return get(
                "get link " + index + " with its VFs",
                index,
                Attribute.u32(LinkAttribute.EXT_MASK, LinkAttribute.FILTER_VF | LinkAttribute.FILTER_SKIP_STATS));
    }

    /** {@code ip link set dev X ...}: all the changes in one request. */
    public static Request change(int index, List<LinkChange> changes) {
        int flags = 0;
        int mask = 0;
        List<Attribute> attributes = new ArrayList<>();
        for (LinkChange change : changes) {
            Optional<LinkChange.HeaderFlag> flag = LinkChange.flag(change);
            mask |= flag.map(LinkChange.HeaderFlag::bit).orElse(0);
            flags |= flag.filter(LinkChange.HeaderFlag::on)
                    .map(LinkChange.HeaderFlag::bit)
                    .orElse(0);
            LinkChange.attribute(change).ifPresent(attributes::add);
        }
        return Request.one(
                "set link " + index + " " + changes,
                MessageType.RTM_SETLINK,
                0,
                new LinkHeader(0, 0, index, flags, mask).encode(),
                new Attributes(attributes).encode());
    }

    /** {@code ip link add ...}; refused with EEXIST when the name is taken. */
    public static Request create(NewLink link) {
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(Attribute.string(LinkAttribute.IFNAME, link.name()));
        if (link instanceof NewLink.Vlan vlan) {
            attributes.add(Attribute.u32(LinkAttribute.LINK, vlan.lowerIndex()));
        }
        attributes.add(linkInfo(link));
        return Request.one(
                "create " + link,
                MessageType.RTM_NEWLINK,
                CREATE_NEW,
                LinkHeader.ofIndex(0).encode(),
                new Attributes(attributes).encode());
    }

    /** {@code ip link delete dev X}. */
    public static Request delete(int index) {
        return Request.one(
                "delete link " + index,
                MessageType.RTM_DELLINK,
                0,
                LinkHeader.ofIndex(index).encode());
    }

    /** {@code ip link property add dev X altname N}; refused with EEXIST when any link of the namespace has that name. */
    public static Request addAltName(int index, String altName) {
        return Request.one(
                "add altname " + altName + " to link " + index,
                MessageType.RTM_NEWLINKPROP,
                MessageFlags.CREATE | MessageFlags.APPEND | MessageFlags.EXCLUSIVE,
                LinkHeader.ofIndex(index).encode(),
                Attributes.of(Attribute.nest(
                                LinkAttribute.PROP_LIST,
                                Attribute.string(LinkAttribute.ALT_IFNAME, InterfaceName.requireAlternative(altName))))
                        .encode());
    }

    /** {@code ip link property del dev X altname N}. */
    public static Request deleteAltName(int index, String altName) {
        return Request.one(
                "delete altname " + altName + " of link " + index,
                MessageType.RTM_DELLINKPROP,
                0,
                LinkHeader.ofIndex(index).encode(),
                Attributes.of(Attribute.nest(
                                LinkAttribute.PROP_LIST,
                                Attribute.string(LinkAttribute.ALT_IFNAME, InterfaceName.requireAlternative(altName))))
                        .encode());
    }

    private static Request get(String operation, int index, Attribute... attributes) {
        return Request.one(
                operation,
                MessageType.RTM_GETLINK,
                0,
                LinkHeader.ofIndex(index).encode(),
                Attributes.of(attributes).encode());
    }

    private static Attribute linkInfo(NewLink link) {
        return switch (link) {
            case NewLink.Dummy dummy -> kind("dummy", Optional.empty());
            case NewLink.Bridge bridge -> kind("bridge", Optional.empty());
            case NewLink.VethPair pair -> kind("veth", Optional.of(vethPeer(pair)));
            case NewLink.Vlan vlan ->
                kind(
                        "vlan",
                        Optional.of(Attribute.nest(
                                LinkInfoAttribute.DATA,
                                Attribute.u16(LinkInfoAttribute.VLAN_ID, vlan.vlan()),
                                Attribute.be16(
                                        LinkInfoAttribute.VLAN_PROTOCOL,
                                        vlan.protocol().etherType()))));
        };
    }

    private static Attribute kind(String kind, Optional<Attribute> data) {
        List<Attribute> children = new ArrayList<>();
        children.add(Attribute.string(LinkInfoAttribute.KIND, kind));
        data.ifPresent(children::add);
        return Attribute.nest(LinkAttribute.LINKINFO, children.toArray(Attribute[]::new));
    }

    private static Attribute vethPeer(NewLink.VethPair pair) {
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(Attribute.string(LinkAttribute.IFNAME, pair.peerName()));
        pair.peerNamespace()
                .ifPresent(descriptor -> attributes.add(Attribute.u32(LinkAttribute.NET_NS_FD, descriptor)));
        Octets peer = Request.joined(LinkHeader.ofIndex(0).encode(), new Attributes(attributes).encode());
        return Attribute.nest(LinkInfoAttribute.DATA, Attribute.of(LinkInfoAttribute.VETH_PEER, peer));
    }
}
