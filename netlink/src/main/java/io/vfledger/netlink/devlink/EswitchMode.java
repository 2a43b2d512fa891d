package io.vfledger.netlink.devlink;

/** How a PF's embedded switch forwards: {@code DEVLINK_ESWITCH_MODE_*} of linux/devlink.h, a u16. */
public enum EswitchMode {
    /** By address and VLAN, as the PF's driver sets them for each VF. */
    LEGACY(0),
    /** By rules on representors; a VF's administrative attributes are not the PF's to set. */
    SWITCHDEV(1);

    private final int wire;

    EswitchMode(int wire) {
        this.wire = wire;
    }

    /** Newer kernels know more forms of switchdev, none of them legacy. */
    static EswitchMode ofWire(int value) {
        return value == LEGACY.wire ? LEGACY : SWITCHDEV;
    }

    int wire() {
        return wire;
    }
}
