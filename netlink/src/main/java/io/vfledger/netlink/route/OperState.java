package io.vfledger.netlink.route;

/** {@code IF_OPER_*} (linux/if.h), by the kernel's number. */
public enum OperState {
    UNKNOWN,
    NOT_PRESENT,
    DOWN,
    LOWER_LAYER_DOWN,
    TESTING,
    DORMANT,
    UP;

    static OperState ofWire(int value) {
        OperState[] all = values();
        return value < all.length ? all[value] : UNKNOWN;
    }
}
