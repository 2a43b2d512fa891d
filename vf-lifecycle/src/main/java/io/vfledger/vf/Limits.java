package io.vfledger.vf;

import java.util.Optional;

/** Ranges of VF attributes that settings and read-back values share. */
final class Limits {
    /** VLAN priority, 3 bits. */
    static final int MAX_QOS = 7;
    /** {@code ETH_MIN_MTU} (uapi/linux/if_ether.h). */
    static final int MIN_MTU = 68;
    /** {@code ETH_MAX_MTU} (uapi/linux/if_ether.h). */
    static final int MAX_MTU = 65_535;

    private Limits() {}

    static void check(String what, Optional<Integer> value, int min, int max) {
        if (value.isPresent()) {
            Require.inRange(what, value.get(), min, max);
        }
    }
}
