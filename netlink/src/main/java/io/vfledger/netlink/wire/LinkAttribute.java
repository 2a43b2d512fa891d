package io.vfledger.netlink.wire;

/** Attribute types of a link message: {@code IFLA_*} of linux/if_link.h. */
public final class LinkAttribute {
    public static final int ADDRESS = 1;
    public static final int IFNAME = 3;
    public static final int MTU = 4;
    public static final int LINK = 5;
    public static final int MASTER = 10;
    public static final int TXQLEN = 13;
    public static final int OPERSTATE = 16;
    public static final int LINKINFO = 18;
    public static final int IFALIAS = 20;
    public static final int NUM_VF = 21;
    public static final int VFINFO_LIST = 22;
    public static final int STATS64 = 23;
    public static final int NET_NS_FD = 28;
    public static final int EXT_MASK = 29;
    public static final int CARRIER = 33;
    public static final int LINK_NETNSID = 37;
    public static final int XDP = 43;
    public static final int PROP_LIST = 52;
    public static final int ALT_IFNAME = 53;
    public static final int PERM_ADDRESS = 54;
    public static final int PARENT_DEV_NAME = 56;
    public static final int PARENT_DEV_BUS_NAME = 57;

    /** {@code RTEXT_FILTER_VF} (linux/rtnetlink.h): answer with IFLA_VFINFO_LIST. */
    public static final int FILTER_VF = 1;
    /** {@code RTEXT_FILTER_SKIP_STATS}: leave statistics out, which keeps 256 VFs inside one 64 KiB attribute. */
    public static final int FILTER_SKIP_STATS = 8;

    private LinkAttribute() {}
}
