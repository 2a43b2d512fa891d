package io.vfledger.netlink.route;

/** {@code IFLA_VF_LINK_STATE_*} (linux/if_link.h). */
public enum VfLinkState {
    /** The VF's link follows the PF's. */
    AUTO(0),
    /** Always up. */
    ENABLE(1),
    /** Always down. */
    DISABLE(2);

    private final int wire;

    VfLinkState(int wire) {
        this.wire = wire;
    }

    int wire() {
        return wire;
    }

    /** A state newer than this list says nothing against following the PF, the kernel's own default. */
    static VfLinkState ofWire(int value) {
        for (VfLinkState state : values()) {
            if (state.wire == value) {
                return state;
            }
        }
        return AUTO;
    }
}
