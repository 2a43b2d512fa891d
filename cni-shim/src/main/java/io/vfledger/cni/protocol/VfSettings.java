package io.vfledger.cni.protocol;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a network configuration asks of a VF; what is absent stays untouched.
 *
 * @param mac the address after precedence: runtimeConfig.mac, then CNI_ARGS MAC, then the key {@code mac}
 * @param vlan after precedence: CNI_ARGS VLAN, then the key {@code vlan}
 * @param mtu 68 to 65535 bytes
 * @param modes which frames beside its own the interface takes
 * @param sysctls of the interface in the pod, in the order of the configuration
 */
public record VfSettings(
        Optional<MacAddress> mac,
        Optional<VlanSettings> vlan,
        TxRates rates,
        Optional<Boolean> spoofCheck,
        Optional<Boolean> trust,
        Optional<LinkState> linkState,
        OptionalInt mtu,
        ReceiveModes modes,
        List<Sysctl> sysctls) {
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
            OptionalInt.empty(),
            ReceiveModes.UNTOUCHED,
            List.of());

    public VfSettings {
        sysctls = List.copyOf(sysctls);
        if (mtu.isPresent() && (mtu.getAsInt() < MTU_MIN || mtu.getAsInt() > MTU_MAX)) {
            throw new IllegalArgumentException(
                    "mtu " + mtu.getAsInt() + " is outside " + MTU_MIN + " to " + MTU_MAX + " bytes");
        }
        if (modes.needTrust() && !trust.orElse(false)) {
            throw new IllegalArgumentException("promisc and allmulti \"on\" need trust \"on\", which is "
                    + trust.map(no -> "\"off\"").orElse("missing")
                    + ": a PF gives an untrusted VF no other frames than its own");
        }
    }
}
