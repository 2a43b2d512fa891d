package io.vfledger.netlink.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code struct ifla_vf_vlan_info} (linux/if_link.h), the value of IFLA_VF_VLAN_INFO inside IFLA_VF_VLAN_LIST.
 *
 * @param vf the VF's index on its PF
 * @param vlan 0 (none) to 4095
 * @param qos priority, 0 to 7
 * @param protocol {@code vlan_proto}, an EtherType (network order on the wire): 0x8100 or 0x88a8
 */
public record VfVlanInfo(int vf, int vlan, int qos, int protocol) {
    public static final int LENGTH = 16;

    public VfVlanInfo {
        Limits.requireUnsigned16("VLAN protocol", protocol);
    }

    public Octets encode() {
        ByteBuffer out = ByteBuffer.allocate(LENGTH).order(ByteOrder.nativeOrder());
        out.putInt(vf).putInt(vlan).putInt(qos);
        out.order(ByteOrder.BIG_ENDIAN).putShort((short) protocol);
        return Octets.of(out.array());
    }

    public static VfVlanInfo decode(Octets bytes) {
        Limits.requireLength("ifla_vf_vlan_info", bytes, LENGTH);
        ByteBuffer in = bytes.buffer();
        return new VfVlanInfo(
                in.getInt(0),
                in.getInt(4),
                in.getInt(8),
                Short.toUnsignedInt(in.order(ByteOrder.BIG_ENDIAN).getShort(12)));
    }
}
