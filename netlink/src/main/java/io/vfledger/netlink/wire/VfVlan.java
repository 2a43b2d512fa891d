package io.vfledger.netlink.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code struct ifla_vf_vlan} (linux/if_link.h), the value of IFLA_VF_VLAN; always 802.1Q.
 *
 * @param vf the VF's index on its PF
 * @param vlan 0 (none) to 4095
 * @param qos priority, 0 to 7
 */
public record VfVlan(int vf, int vlan, int qos) {
    public static final int LENGTH = 12;

    public Octets encode() {
        ByteBuffer out = ByteBuffer.allocate(LENGTH).order(ByteOrder.nativeOrder());
        return Octets.of(out.putInt(vf).putInt(vlan).putInt(qos).array());
    }

    public static VfVlan decode(Octets bytes) {
        Limits.requireLength("ifla_vf_vlan", bytes, LENGTH);
        ByteBuffer in = bytes.buffer();
        return new VfVlan(in.getInt(0), in.getInt(4), in.getInt(8));
    }
}
