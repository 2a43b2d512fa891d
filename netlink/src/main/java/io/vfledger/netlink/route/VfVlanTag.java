package io.vfledger.netlink.route;

/**
 * The VLAN that a PF puts around a VF's traffic.
 *
 * @param vlan 0 for none, to 4095
 * @param qos priority, 0 to 7
 * @param protocol 802.1Q or 802.1ad
 */
public record VfVlanTag(int vlan, int qos, VlanProtocol protocol) {
    /** No VLAN. */
    public static final VfVlanTag NONE = new VfVlanTag(0, 0, VlanProtocol.IEEE_802_1Q);

    public VfVlanTag {
        if (vlan < 0 || vlan > 4095) {
            throw new IllegalArgumentException("VLAN " + vlan + ", allowed is 0 to 4095");
        }
        if (qos < 0 || qos > 7) {
            throw new IllegalArgumentException("VLAN priority " + qos + ", allowed is 0 to 7");
        }
    }
}
