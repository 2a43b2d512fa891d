package io.vfledger.executor.plan;

import io.vfledger.vf.LinkStatePolicy;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.Vlan;
import io.vfledger.vf.VlanProto;

/** One attribute that a PF keeps about a VF. Each is written by itself: the kernel does not undo a part of a request. */
public sealed interface AdminSetting {
    /** {@code ip link set PF vf N mac A}; all zero takes the administrative address away. */
    record Mac(MacAddress address) implements AdminSetting {}

    /** {@code ip link set PF vf N vlan V qos Q proto P}. */
    record Tag(Vlan vlan, int qos, VlanProto proto) implements AdminSetting {
        /** As a VF has it; untagged where it does not tell. */
        public static Tag of(VfAttributes attributes) {
            return new Tag(
                    attributes.vlan().orElse(Vlan.UNTAGGED),
                    attributes.vlanQos().orElse(0),
                    attributes.vlanProto().orElse(VlanProto.C_TAG));
        }
    }

    /** {@code ip link set PF vf N min_tx_rate A max_tx_rate B}, Mbit/s, 0 = none; the kernel writes both. */
    record Rates(int minMbps, int maxMbps) implements AdminSetting {
        /** As a VF has them; none where it does not tell. */
        public static Rates of(VfAttributes attributes) {
            return new Rates(
                    attributes.minTxRateMbps().orElse(0),
                    attributes.maxTxRateMbps().orElse(0));
        }
    }

    /** {@code ip link set PF vf N spoofchk on|off}. */
    record SpoofCheck(boolean on) implements AdminSetting {}

    /** {@code ip link set PF vf N trust on|off}. */
    record Trust(boolean on) implements AdminSetting {}

    /** {@code ip link set PF vf N state auto|enable|disable}. */
    record LinkState(LinkStatePolicy policy) implements AdminSetting {}
}
