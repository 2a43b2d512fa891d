package io.vfledger.netlink.route;

import io.vfledger.netlink.wire.Attribute;
import io.vfledger.netlink.wire.Attributes;
import io.vfledger.netlink.wire.XdpAttribute;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The XDP programs of a link: IFLA_XDP.
 *
 * @param programId id of one of them, 0 for none
 * @param hooks where they are; empty for none
 */
public record Xdp(int programId, Set<Hook> hooks) {
    /** No program. */
    public static final Xdp NONE = new Xdp(0, Set.of());

    /** Where a program can be attached. */
    public enum Hook {
        /** {@code xdpgeneric}: XDP_FLAGS_SKB_MODE. */
        GENERIC(1 << 1, XdpAttribute.GENERIC_PROG_ID),
        /** {@code xdpdrv}: XDP_FLAGS_DRV_MODE. */
        DRIVER(1 << 2, XdpAttribute.DRIVER_PROG_ID),
        /** {@code xdpoffload}: XDP_FLAGS_HW_MODE. */
        HARDWARE(1 << 3, XdpAttribute.HARDWARE_PROG_ID);

        private final int flag;
        private final int attribute;

        Hook(int flag, int attribute) {
            this.flag = flag;
            this.attribute = attribute;
        }

        int flag() {
            return flag;
        }
    }

    public Xdp {
        hooks = Set.copyOf(hooks);
    }

    static Xdp decode(Attributes nest) {
        EnumSet<Hook> hooks = EnumSet.noneOf(Hook.class);
        int program = 0;
        for (Hook hook : Hook.values()) {
            Optional<Integer> id = nest.find(hook.attribute).map(Attribute::asInt);
            if (id.isPresent()) {
                hooks.add(hook);
                program = id.get();
            }
        }
        return hooks.isEmpty() ? NONE : new Xdp(program, hooks);
    }
}
