package io.vfledger.vf;

import java.util.Locale;

/** The tag protocol of a VF's VLAN (uapi/linux/if_ether.h). */
public enum VlanProto {
    /** 802.1Q, customer tag: {@code ETH_P_8021Q}. */
    C_TAG("802.1q", 0x8100),
    /** 802.1ad, service tag: {@code ETH_P_8021AD}. */
    S_TAG("802.1ad", 0x88A8);

    private final String text;
    private final int etherType;

    VlanProto(String text, int etherType) {
        this.text = text;
        this.etherType = etherType;
    }

    /** {@code 802.1q} or {@code 802.1ad}, as {@code ip link} writes them. */
    public String text() {
        return text;
    }

    /** The EtherType of the tag, in host order. */
    public int etherType() {
        return etherType;
    }

    /**
     * Reads the text form, in upper or lower case.
     *
     * @throws IllegalArgumentException for anything but 802.1q and 802.1ad
     */
    public static VlanProto parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (VlanProto proto : values()) {
            if (proto.text.equals(lower)) {
                return proto;
            }
        }
        throw new IllegalArgumentException(
                "VLAN protocol '" + Require.shown(text) + "' is not known: allowed are 802.1q and 802.1ad");
    }
}
