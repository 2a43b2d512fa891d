package io.vfledger.netlink.wire;

/** Attribute types inside IFLA_XDP: {@code IFLA_XDP_*} of linux/if_link.h. */
public final class XdpAttribute {
    /** Descriptor of the program to attach, -1 to detach. */
    public static final int FD = 1;

    /** {@code XDP_ATTACHED_*}: where a program is. */
    public static final int ATTACHED = 2;

    /** {@code XDP_FLAGS_*}: where to attach to or detach from. */
    public static final int FLAGS = 3;

    /** The program's id, where there is one alone. */
    public static final int PROG_ID = 4;

    public static final int DRIVER_PROG_ID = 5;
    public static final int GENERIC_PROG_ID = 6;
    public static final int HARDWARE_PROG_ID = 7;

    private XdpAttribute() {}
}
