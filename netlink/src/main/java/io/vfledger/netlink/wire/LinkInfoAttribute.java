package io.vfledger.netlink.wire;

/** Attribute types inside IFLA_LINKINFO and its data: {@code IFLA_INFO_*}, {@code VETH_INFO_*}, {@code IFLA_VLAN_*}. */
public final class LinkInfoAttribute {
    public static final int KIND = 1;
    public static final int DATA = 2;
    /** {@code VETH_INFO_PEER} (linux/veth.h): an ifinfomsg and the peer's own attributes. */
    public static final int VETH_PEER = 1;
    /** {@code IFLA_VLAN_ID} (linux/if_link.h). */
    public static final int VLAN_ID = 1;
    /** {@code IFLA_VLAN_PROTOCOL} (linux/if_link.h), network order. */
    public static final int VLAN_PROTOCOL = 5;

    private LinkInfoAttribute() {}
}
