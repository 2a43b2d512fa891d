package io.vfledger.vf;

import java.util.Optional;

/**
 * What the kernel told about a VF at one moment; a field that a driver does not tell is empty. Read with
 * {@code IFLA_VFINFO_LIST} of the PF (uapi/linux/if_link.h) and, where the VF's own interface is in sight, from there.
 *
 * @param adminMac the address that the PF reports for the VF ({@code IFLA_VF_MAC}); all zero where none was set
 * @param ownMac the address of the VF's interface
 * @param vlan VLAN id
 * @param vlanQos VLAN priority, 0 to 7
 * @param vlanProto the tag's protocol
 * @param minTxRateMbps guaranteed rate in Mbit/s, 0 = none
 * @param maxTxRateMbps greatest rate in Mbit/s, 0 = no limit
 * @param spoofchk whether frames with a foreign source address are dropped
 * @param trust whether the VF is trusted
 * @param linkState how its link follows the PF's
 * @param mtu MTU of its interface in bytes
 * @param txQueueLen queue length of its interface in packets, 0 or more
 * @param netdev the name of its interface, where it is visible in the host's namespace
 * @param up whether the interface is administratively up
 * @param further what else its interface carries
 */
public record VfAttributes(
        Optional<MacAddress> adminMac,
        Optional<MacAddress> ownMac,
        Optional<Vlan> vlan,
        Optional<Integer> vlanQos,
        Optional<VlanProto> vlanProto,
        Optional<Integer> minTxRateMbps,
        Optional<Integer> maxTxRateMbps,
        Optional<Boolean> spoofchk,
        Optional<Boolean> trust,
        Optional<LinkStatePolicy> linkState,
        Optional<Integer> mtu,
        Optional<Integer> txQueueLen,
        Optional<InterfaceName> netdev,
        Optional<Boolean> up,
        NetdevAttributes further) {
    /** Nothing was told. */
    public static final VfAttributes UNKNOWN = builder().build();

    public VfAttributes {
        Limits.check("VLAN priority", vlanQos, 0, Limits.MAX_QOS);
        Limits.check("minimum rate in Mbit/s", minTxRateMbps, 0, Integer.MAX_VALUE);
        Limits.check("maximum rate in Mbit/s", maxTxRateMbps, 0, Integer.MAX_VALUE);
        Limits.check("MTU", mtu, 0, Integer.MAX_VALUE);
        Limits.check("queue length", txQueueLen, 0, Integer.MAX_VALUE);
    }

    /** Begins with nothing told. */
    public static VfAttributesBuilder builder() {
        return new VfAttributesBuilder();
    }

    /** What its PF keeps about it beside the address: nothing of the VF's own interface. */
    public VfAttributes ofPfAlone() {
        return new VfAttributes(
                Optional.empty(),
                Optional.empty(),
                vlan,
                vlanQos,
                vlanProto,
                minTxRateMbps,
                maxTxRateMbps,
                spoofchk,
                trust,
                linkState,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                NetdevAttributes.UNKNOWN);
    }

    /** Begins with what is told here. */
    public VfAttributesBuilder toBuilder() {
        return new VfAttributesBuilder(this);
    }
}
