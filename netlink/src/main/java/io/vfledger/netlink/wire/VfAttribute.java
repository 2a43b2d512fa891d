package io.vfledger.netlink.wire;

/** Attribute types inside IFLA_VF_INFO and around it: {@code IFLA_VF_*} of linux/if_link.h. */
public final class VfAttribute {
    /** Inside IFLA_VFINFO_LIST, one per VF. */
    public static final int INFO = 1;

    public static final int MAC = 1;
    public static final int VLAN = 2;
    /** {@code IFLA_VF_TX_RATE}: the maximum alone, kept by the kernel for old tools. */
    public static final int TX_RATE = 3;

    public static final int SPOOFCHK = 4;
    public static final int LINK_STATE = 5;
    public static final int RATE = 6;
    public static final int RSS_QUERY_EN = 7;
    /** {@code IFLA_VF_STATS}: a nest of 64 bit counters. */
    public static final int STATS = 8;

    public static final int TRUST = 9;
    public static final int VLAN_LIST = 12;
    /** Inside IFLA_VF_VLAN_LIST. */
    public static final int VLAN_INFO = 1;

    private VfAttribute() {}
}
