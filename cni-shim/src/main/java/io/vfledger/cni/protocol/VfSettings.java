package io.vfledger.cni.protocol;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a network configuration asks of a VF; what is absent stays untouched.
 *
 * @param mac the address after precedence: runtimeConfig.mac, then CNI_ARGS MAC, then the key {@code mac}
 * @param mtu 68 to 65535 bytes
 */
public record VfSettings(
        Optional<MacAddress> mac,
        Optional<VlanSettings> vlan,
        TxRates rates,
        Optional<Boolean> spoofCheck,
        Optional<Boolean> trust,
        Optional<LinkState> linkState,
        OptionalInt mtu) {
    /** The smallest MTU that carries IPv4 (RFC 791). */
    public static final int MTU_MIN = 68;

    public static final int MTU_MAX = 65_535;

    public static final VfSettings UNTOUCHED = new VfSettings(
            Optional.empty(),
            Optional.empty(),
            TxRates.UNTOUCHED,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty());

    public VfSettings {
        if (mtu.isPresent() && (mtu.getAsInt() < MTU_MIN || mtu.getAsInt() > MTU_MAX)) {
            throw new IllegalArgumentException(
                    "mtu " + mtu.getAsInt() + " is outside " + MTU_MIN + " to " + MTU_MAX + " bytes");
        }
    }

    VfSettings withMac(Optional<MacAddress> address) {
        return new VfSettings(address, vlan, rates, spoofCheck, trust, linkState, mtu);
    }
}
