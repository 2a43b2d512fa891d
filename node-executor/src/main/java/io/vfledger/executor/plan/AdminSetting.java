package io.vfledger.executor.plan;

import io.vfledger.vf.LinkStatePolicy;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.Vlan;
import io.vfledger.vf.VlanProto;

/** One attribute that a PF keeps about a VF. Each is written by itself: the kernel does not undo a part of a request. */
public sealed interface AdminSetting {
    /** {@code ip link set PF vf N mac A}; all zero takes the administrative address away. */
    record Mac(MacAddress address) implements AdminSetting {}

    /** {@code ip link set PF vf N vlan V qos Q proto P}. */
    record Tag(Vlan vlan, int qos, VlanProto proto) implements AdminSetting {}

    /** {@code ip link set PF vf N min_tx_rate A max_tx_rate B}, Mbit/s, 0 = none; the kernel writes both. */
    record Rates(int minMbps, int maxMbps) implements AdminSetting {}

    /** {@code ip link set PF vf N spoofchk on|off}. */
    record SpoofCheck(boolean on) implements AdminSetting {}

    /** {@code ip link set PF vf N trust on|off}. */
    record Trust(boolean on) implements AdminSetting {}

    /** {@code ip link set PF vf N state auto|enable|disable}. */
    record LinkState(LinkStatePolicy policy) implements AdminSetting {}
}
