package io.vfledger.cni.protocol;

/**
 * Keys {@code vlan}, {@code vlanQoS}, {@code vlanProto}.
 *
 * @param id 0 to 4094; 0 is written too, and means untagged
 * @param qos 0 to 7
 */
public record VlanSettings(int id, int qos, VlanProtocol protocol) {
    public static final int ID_MAX = 4094;
    public static final int QOS_MAX = 7;

    public VlanSettings {
        if (id < 0 || id > ID_MAX) {
            throw new IllegalArgumentException("vlan " + id + " is outside 0 to " + ID_MAX);
        }
        if (qos < 0 || qos > QOS_MAX) {
            throw new IllegalArgumentException("vlanQoS " + qos + " is outside 0 to " + QOS_MAX);
        }
        if (id == 0 && qos != 0) {
            throw new IllegalArgumentException("vlanQoS " + qos + " needs a vlan of 1 to " + ID_MAX);
        }
        if (id == 0 && protocol == VlanProtocol.DOT1AD) {
            throw new IllegalArgumentException("vlanProto 802.1ad needs a vlan of 1 to " + ID_MAX);
        }
    }
}
