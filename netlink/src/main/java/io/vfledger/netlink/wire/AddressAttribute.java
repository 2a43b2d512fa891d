package io.vfledger.netlink.wire;

/** Attribute types of an address message: {@code IFA_*} of linux/if_addr.h. */
public final class AddressAttribute {
    public static final int ADDRESS = 1;
    public static final int LOCAL = 2;
    public static final int BROADCAST = 4;
    public static final int FLAGS = 8;

    private AddressAttribute() {}
}
