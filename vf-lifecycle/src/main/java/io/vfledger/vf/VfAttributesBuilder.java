package io.vfledger.vf;

import java.util.Optional;

/** Collects the fields of {@link VfAttributes} by name; what is not set stays empty. */
public final class VfAttributesBuilder {
    private Optional<MacAddress> adminMac = Optional.empty();
    private Optional<MacAddress> ownMac = Optional.empty();
    private Optional<Vlan> vlan = Optional.empty();
    private Optional<Integer> vlanQos = Optional.empty();
    private Optional<VlanProto> vlanProto = Optional.empty();
    private Optional<Integer> minTxRateMbps = Optional.empty();
    private Optional<Integer> maxTxRateMbps = Optional.empty();
    private Optional<Boolean> spoofchk = Optional.empty();
    private Optional<Boolean> trust = Optional.empty();
    private Optional<LinkStatePolicy> linkState = Optional.empty();
    private Optional<Integer> mtu = Optional.empty();
    private Optional<Integer> txQueueLen = Optional.empty();
    private Optional<InterfaceName> netdev = Optional.empty();
    private Optional<Boolean> up = Optional.empty();
    private NetdevAttributes further = NetdevAttributes.UNKNOWN;

    VfAttributesBuilder() {}

    VfAttributesBuilder(VfAttributes from) {
        adminMac = from.adminMac();
        ownMac = from.ownMac();
        vlan = from.vlan();
        vlanQos = from.vlanQos();
        vlanProto = from.vlanProto();
        minTxRateMbps = from.minTxRateMbps();
        maxTxRateMbps = from.maxTxRateMbps();
        spoofchk = from.spoofchk();
        trust = from.trust();
        linkState = from.linkState();
        mtu = from.mtu();
        txQueueLen = from.txQueueLen();
        netdev = from.netdev();
        up = from.up();
        further = from.further();
    }

    public VfAttributesBuilder adminMac(MacAddress value) {
        adminMac = Optional.of(value);
        return this;
    }

    public VfAttributesBuilder ownMac(MacAddress value) {
        ownMac = Optional.of(value);
        return this;
    }

    /** Neither address is told. */
    public VfAttributesBuilder noMacs() {
        adminMac = Optional.empty();
        ownMac = Optional.empty();
        return this;
    }

    public VfAttributesBuilder vlan(Vlan value) {
        vlan = Optional.of(value);
        return this;
    }

    public VfAttributesBuilder vlanQos(int value) {
        vlanQos = Optional.of(value);
        return this;
    }

    public VfAttributesBuilder vlanProto(VlanProto value) {
        vlanProto = Optional.of(value);
        return this;
    }

    public VfAttributesBuilder minTxRateMbps(int value) {
        minTxRateMbps = Optional.of(value);
        return this;
    }

    public VfAttributesBuilder maxTxRateMbps(int value) {
        maxTxRateMbps = Optional.of(value);
        return this;
    }

    public VfAttributesBuilder spoofchk(boolean value) {
        spoofchk = Optional.of(value);
        return this;
    }

    public VfAttributesBuilder trust(boolean value) {
        trust = Optional.of(value);
        return this;
    }

    public VfAttributesBuilder linkState(LinkStatePolicy value) {
        linkState = Optional.of(value);
        return this;
    }

    public VfAttributesBuilder mtu(int value) {
        mtu = Optional.of(value);
        return this;
    }

    public VfAttributesBuilder txQueueLen(int value) {
        txQueueLen = Optional.of(value);
        return this;
    }

    public VfAttributesBuilder netdev(InterfaceName value) {
        netdev = Optional.of(value);
        return this;
    }

    public VfAttributesBuilder up(boolean value) {
        up = Optional.of(value);
        return this;
    }

    public VfAttributesBuilder further(NetdevAttributes value) {
        further = value;
        return this;
    }

    /**
     * The attributes.
     *
     * @throws IllegalArgumentException when a value is out of its range, naming it
     */
    public VfAttributes build() {
        return new VfAttributes(
                adminMac,
                ownMac,
                vlan,
                vlanQos,
                vlanProto,
                minTxRateMbps,
                maxTxRateMbps,
                spoofchk,
                trust,
                linkState,
                mtu,
                txQueueLen,
                netdev,
                up,
                further);
    }
}
