package io.vfledger.netlink.wire;

/** Attribute types of a namespace id message: {@code NETNSA_*} of linux/net_namespace.h. */
public final class NamespaceAttribute {
    public static final int NSID = 1;
    public static final int FD = 3;

    private NamespaceAttribute() {}
}
