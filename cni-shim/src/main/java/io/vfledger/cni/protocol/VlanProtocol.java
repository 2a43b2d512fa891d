package io.vfledger.cni.protocol;

/** The tag protocol of a VF's VLAN. */
public enum VlanProtocol {
    DOT1Q("802.1q", 0x8100),
    DOT1AD("802.1ad", 0x88a8);

    private final String text;
    private final int etherType;

    VlanProtocol(String text, int etherType) {
        this.text = text;
        this.etherType = etherType;
    }

    public String text() {
        return text;
    }

    /** ETH_P_8021Q or ETH_P_8021AD of linux/if_ether.h, in host order. */
    public int etherType() {
        return etherType;
    }
}
