package io.vfledger.netlink.route;

/** {@code IFF_*} (linux/if.h) as one number. */
public record LinkFlags(int bits) {
    static final int UP = 0x1;
    private static final int LOOPBACK = 0x8;
    static final int PROMISC = 0x100;
    static final int ALLMULTI = 0x200;
    private static final int LOWER_UP = 0x10000;

    /** {@code IFF_UP}: an administrator's wish. */
    public boolean up() {
        return (bits & UP) != 0;
    }

    /** {@code IFF_LOOPBACK}: the namespace's own interface. */
    public boolean loopback() {
        return (bits & LOOPBACK) != 0;
    }

    public boolean promiscuous() {
        return (bits & PROMISC) != 0;
    }

    public boolean allMulticast() {
        return (bits & ALLMULTI) != 0;
    }

    /** {@code IFF_LOWER_UP}: the driver has a carrier. */
    public boolean lowerUp() {
        return (bits & LOWER_UP) != 0;
    }
}
