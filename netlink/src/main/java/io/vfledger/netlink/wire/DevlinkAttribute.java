package io.vfledger.netlink.wire;

/** Attribute types of devlink: {@code DEVLINK_ATTR_*} of linux/devlink.h. */
public final class DevlinkAttribute {
    public static final int BUS_NAME = 1;
    public static final int DEV_NAME = 2;
    public static final int ESWITCH_MODE = 25;

    private DevlinkAttribute() {}
}
