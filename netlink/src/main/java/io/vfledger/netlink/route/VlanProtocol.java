package io.vfledger.netlink.route;

/** The tag's EtherType (linux/if_ether.h). */
public enum VlanProtocol {
    /** {@code ETH_P_8021Q}, the ordinary customer tag. */
    IEEE_802_1Q(0x8100),
    /** {@code ETH_P_8021AD}, the service provider's tag. */
    IEEE_802_1AD(0x88a8);

    private final int etherType;

    VlanProtocol(int etherType) {
        this.etherType = etherType;
    }

    public int etherType() {
        return etherType;
    }

    /** Drivers that never say anything else report 0 here, which means 802.1Q as well. */
    static VlanProtocol ofEtherType(int etherType) {
        return etherType == IEEE_802_1AD.etherType ? IEEE_802_1AD : IEEE_802_1Q;
    }
}
