package io.vfledger.netlink.wire;

/** Attribute types of the generic netlink controller: {@code CTRL_ATTR_*} of linux/genetlink.h. */
public final class ControllerAttribute {
    public static final int FAMILY_ID = 1;
    public static final int FAMILY_NAME = 2;

    private ControllerAttribute() {}
}
