package io.vfledger.vf;

import java.util.Optional;

/**
 * What a network configuration asks of a VF; an empty field is left as the baseline has it.
 *
 * @param mac the administrative address; unicast ({@code ip link set PF vf N mac})
 * @param vlan VLAN id ({@code vlan})
 * @param vlanQos VLAN priority, 0 to 7 ({@code qos})
 * @param vlanProto the tag's protocol ({@code proto})
 * @param minTxRateMbps guaranteed rate in Mbit/s, 0 = none ({@code min_tx_rate}); not above the greatest one
 * @param maxTxRateMbps greatest rate in Mbit/s, 0 = no limit ({@code max_tx_rate})
 * @param spoofchk whether frames with a foreign source address are dropped ({@code spoofchk})
 * @param trust whether the VF may change its address and go promiscuous ({@code trust})
 * @param linkState how its link follows the PF's ({@code state})
 * @param mtu MTU of its interface in bytes, 68 to 65535
 * @param promisc promiscuous mode of its interface ({@code ip link set X promisc}); on only with trust
 * @param allmulti whether its interface takes every multicast frame ({@code allmulticast}); on only with trust
 */
public record VfSettings(
        Optional<MacAddress> mac,
        Optional<Vlan> vlan,
        Optional<Integer> vlanQos,
        Optional<VlanProto> vlanProto,
        Optional<Integer> minTxRateMbps,
        Optional<Integer> maxTxRateMbps,
        Optional<Boolean> spoofchk,
        Optional<Boolean> trust,
        Optional<LinkStatePolicy> linkState,
        Optional<Integer> mtu,
        Optional<Boolean> promisc,
        Optional<Boolean> allmulti) {
    /** Asks for nothing. */
    public static final VfSettings NONE = builder().build();

    public VfSettings {
        if (mac.isPresent() && !mac.get().isUnicast()) {
            throw new IllegalArgumentException(
                    "MAC address " + mac.get() + " is not allowed: it must be unicast and not all zero");
        }
        Limits.check("VLAN priority", vlanQos, 0, Limits.MAX_QOS);
        Limits.check("minimum rate in Mbit/s", minTxRateMbps, 0, Integer.MAX_VALUE);
        Limits.check("maximum rate in Mbit/s", maxTxRateMbps, 0, Integer.MAX_VALUE);
        int max = maxTxRateMbps.orElse(0);
        Limits.check("minimum rate in Mbit/s", minTxRateMbps, 0, max == 0 ? Integer.MAX_VALUE : max);
        Limits.check("MTU", mtu, Limits.MIN_MTU, Limits.MAX_MTU);
        requireTrust("promisc", promisc, trust);
        requireTrust("allmulti", allmulti, trust);
    }

    private static void requireTrust(String mode, Optional<Boolean> asked, Optional<Boolean> trust) {
        if (asked.orElse(false) && !trust.orElse(false)) {
            throw new IllegalArgumentException(
                    mode + " on is not allowed without trust on: a PF ignores it of a VF that it does not trust");
        }
    }

    /** The same with what a VLAN implies told: priority 0 and the usual tag where it names no other. */
    public VfSettings whole() {
        return new VfSettings(
                mac,
                vlan,
                vlan.isPresent() ? Optional.of(vlanQos.orElse(0)) : vlanQos,
                vlan.isPresent() ? Optional.of(vlanProto.orElse(VlanProto.C_TAG)) : vlanProto,
                minTxRateMbps,
                maxTxRateMbps,
                spoofchk,
                trust,
                linkState,
                mtu,
                promisc,
                allmulti);
    }

    /** The same without an address. */
    public VfSettings withoutMac() {
        return new VfSettings(
                Optional.empty(),
                vlan,
                vlanQos,
                vlanProto,
                minTxRateMbps,
                maxTxRateMbps,
                spoofchk,
                trust,
                linkState,
                mtu,
                promisc,
                allmulti);
    }

    /** Begins with nothing asked. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects the fields by name; what is not set stays empty. */
    public static final class Builder {
        private Optional<MacAddress> mac = Optional.empty();
        private Optional<Vlan> vlan = Optional.empty();
        private Optional<Integer> vlanQos = Optional.empty();
        private Optional<VlanProto> vlanProto = Optional.empty();
        private Optional<Integer> minTxRateMbps = Optional.empty();
        private Optional<Integer> maxTxRateMbps = Optional.empty();
        private Optional<Boolean> spoofchk = Optional.empty();
        private Optional<Boolean> trust = Optional.empty();
        private Optional<LinkStatePolicy> linkState = Optional.empty();
        private Optional<Integer> mtu = Optional.empty();
        private Optional<Boolean> promisc = Optional.empty();
        private Optional<Boolean> allmulti = Optional.empty();

        private Builder() {}

        public Builder mac(MacAddress value) {
            mac = Optional.of(value);
            return this;
        }

        public Builder vlan(Vlan value) {
            vlan = Optional.of(value);
            return this;
        }

        public Builder vlanQos(int value) {
            vlanQos = Optional.of(value);
            return this;
        }

        public Builder vlanProto(VlanProto value) {
            vlanProto = Optional.of(value);
            return this;
        }

        public Builder minTxRateMbps(int value) {
            minTxRateMbps = Optional.of(value);
            return this;
        }

        public Builder maxTxRateMbps(int value) {
            maxTxRateMbps = Optional.of(value);
            return this;
        }

        public Builder spoofchk(boolean value) {
            spoofchk = Optional.of(value);
            return this;
        }

        public Builder trust(boolean value) {
            trust = Optional.of(value);
            return this;
        }

        public Builder linkState(LinkStatePolicy value) {
            linkState = Optional.of(value);
            return this;
        }

        public Builder mtu(int value) {
            mtu = Optional.of(value);
            return this;
        }

        public Builder promisc(boolean value) {
            promisc = Optional.of(value);
            return this;
        }

        public Builder allmulti(boolean value) {
            allmulti = Optional.of(value);
            return this;
        }

        /**
         * The settings.
         *
         * @throws IllegalArgumentException when a value is out of its range, naming it
         */
        public VfSettings build() {
            return new VfSettings(
                    mac,
                    vlan,
                    vlanQos,
                    vlanProto,
                    minTxRateMbps,
                    maxTxRateMbps,
                    spoofchk,
                    trust,
                    linkState,
                    mtu,
                    promisc,
                    allmulti);
        }
    }
}
