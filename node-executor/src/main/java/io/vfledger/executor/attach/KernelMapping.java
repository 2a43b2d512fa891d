package io.vfledger.executor.attach;

import io.vfledger.avro.IpAssignment;
import io.vfledger.avro.LinkStatePolicy;
import io.vfledger.avro.NetworkNamespace;
import io.vfledger.avro.PfDescription;
import io.vfledger.avro.RouteAssignment;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfDescription;
import io.vfledger.avro.VfSettings;
import io.vfledger.avro.VlanProtocol;
import io.vfledger.executor.plan.IpText;
import io.vfledger.executor.plan.PodRoute;
import io.vfledger.executor.plan.ReleaseMode;
import io.vfledger.netlink.route.Prefix;
import io.vfledger.netlink.route.RouteOptions;
import io.vfledger.vf.EswitchMode;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.NetdevAttributes;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.VfAttributesBuilder;
import io.vfledger.vf.VfInfo;
import io.vfledger.vf.Vlan;
import io.vfledger.vf.VlanProto;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Between the contract's records and the values that the kernel side works with. */
final class KernelMapping {
    private KernelMapping() {}

    /**
     * Reads the contract's form.
     *
     * @throws IllegalArgumentException when a value is out of its range, naming it
     */
    static io.vfledger.vf.VfSettings settings(VfSettings asked) {
        io.vfledger.vf.VfSettings.Builder settings = io.vfledger.vf.VfSettings.builder();
        set(asked.getMac(), mac -> settings.mac(MacAddress.parse(mac)));
        set(asked.getVlan(), vlan -> settings.vlan(new Vlan(vlan)));
        set(asked.getVlanQos(), settings::vlanQos);
        protocol(asked.getVlanProtocol()).ifPresent(settings::vlanProto);
        set(asked.getTxRateMinMbps(), settings::minTxRateMbps);
        set(asked.getTxRateMaxMbps(), settings::maxTxRateMbps);
        set(asked.getSpoofchk(), settings::spoofchk);
        set(asked.getTrust(), settings::trust);
        linkState(asked.getLinkState()).ifPresent(settings::linkState);
        set(asked.getMtu(), settings::mtu);
        set(asked.getPromisc(), settings::promisc);
        set(asked.getAllmulti(), settings::allmulti);
        return settings.build();
    }

    /**
     * Reads the contract's form.
     *
     * @throws IllegalArgumentException when a value is out of its range, naming it
     */
    static io.vfledger.vf.VfAttributes attributes(VfAttributes told) {
        VfAttributesBuilder attributes = io.vfledger.vf.VfAttributes.builder();
        set(told.getAdminMac(), mac -> attributes.adminMac(MacAddress.parse(mac)));
        set(told.getMac(), mac -> attributes.ownMac(MacAddress.parse(mac)));
        set(told.getVlan(), vlan -> attributes.vlan(new Vlan(vlan)));
        set(told.getVlanQos(), attributes::vlanQos);
        protocol(told.getVlanProtocol()).ifPresent(attributes::vlanProto);
        set(told.getTxRateMinMbps(), attributes::minTxRateMbps);
        set(told.getTxRateMaxMbps(), attributes::maxTxRateMbps);
        set(told.getSpoofchk(), attributes::spoofchk);
        set(told.getTrust(), attributes::trust);
        linkState(told.getLinkState()).ifPresent(attributes::linkState);
        set(told.getMtu(), attributes::mtu);
        set(told.getTxQueueLen(), attributes::txQueueLen);
        set(told.getNetdev(), name -> attributes.netdev(new InterfaceName(name)));
        set(told.getUp(), attributes::up);
        set(told.getNetdevAttributes(), further -> attributes.further(further(further)));
        return attributes.build();
    }

    private static NetdevAttributes further(io.vfledger.avro.NetdevAttributes told) {
        return new NetdevAttributes(
                Optional.ofNullable(told.getAlias()),
                Optional.ofNullable(told.getAltnames()),
                Optional.ofNullable(told.getPromisc()),
                Optional.ofNullable(told.getAllmulti()),
                Optional.ofNullable(told.getFeatures()),
                Optional.ofNullable(told.getRingRx()),
                Optional.ofNullable(told.getRingTx()),
                Optional.ofNullable(told.getChannelsRx()),
                Optional.ofNullable(told.getChannelsTx()),
                Optional.ofNullable(told.getChannelsCombined()),
                Optional.ofNullable(told.getXdpProgId()));
    }

    private static <T> void set(@Nullable T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }

    private static Optional<VlanProto> protocol(@Nullable VlanProtocol protocol) {
        return switch (protocol) {
            case null -> Optional.empty();
            case UNKNOWN -> Optional.empty();
            case C_TAG -> Optional.of(VlanProto.C_TAG);
            case S_TAG -> Optional.of(VlanProto.S_TAG);
        };
    }

    private static Optional<io.vfledger.vf.LinkStatePolicy> linkState(@Nullable LinkStatePolicy policy) {
        return switch (policy) {
            case null -> Optional.empty();
            case UNKNOWN -> Optional.empty();
            case AUTO -> Optional.of(io.vfledger.vf.LinkStatePolicy.AUTO);
            case ENABLE -> Optional.of(io.vfledger.vf.LinkStatePolicy.ENABLE);
            case DISABLE -> Optional.of(io.vfledger.vf.LinkStatePolicy.DISABLE);
        };
    }

    static VfAttributes attributes(io.vfledger.vf.VfAttributes told) {
        return VfAttributes.newBuilder()
                .setAdminMac(told.adminMac().map(MacAddress::toString).orElse(null))
                .setMac(told.ownMac().map(MacAddress::toString).orElse(null))
                .setVlan(told.vlan().map(Vlan::id).orElse(null))
                .setVlanQos(told.vlanQos().orElse(null))
                .setVlanProtocol(told.vlanProto()
                        .map(proto -> VlanProtocol.valueOf(proto.name()))
                        .orElse(null))
                .setTxRateMinMbps(told.minTxRateMbps().orElse(null))
                .setTxRateMaxMbps(told.maxTxRateMbps().orElse(null))
                .setSpoofchk(told.spoofchk().orElse(null))
                .setTrust(told.trust().orElse(null))
                .setLinkState(told.linkState()
                        .map(policy -> LinkStatePolicy.valueOf(policy.name()))
                        .orElse(null))
                .setMtu(told.mtu().orElse(null))
                .setTxQueueLen(told.txQueueLen().orElse(null))
                .setNetdev(told.netdev().map(InterfaceName::value).orElse(null))
                .setUp(told.up().orElse(null))
                .setNetdevAttributes(further(told.further()))
                .build();
    }

    private static io.vfledger.avro.@Nullable NetdevAttributes further(NetdevAttributes told) {
        if (told.equals(NetdevAttributes.UNKNOWN)) {
            return null;
        }
        return io.vfledger.avro.NetdevAttributes.newBuilder()
                .setAlias(told.alias().orElse(null))
                .setAltnames(told.altNames().orElse(null))
                .setPromisc(told.promisc().orElse(null))
                .setAllmulti(told.allMulti().orElse(null))
                .setFeatures(told.features().orElse(null))
                .setRingRx(told.ringRx().orElse(null))
                .setRingTx(told.ringTx().orElse(null))
                .setChannelsRx(told.channelsRx().orElse(null))
                .setChannelsTx(told.channelsTx().orElse(null))
                .setChannelsCombined(told.channelsCombined().orElse(null))
                .setXdpProgId(told.xdpProgram().orElse(null))
                .build();
    }

    /** Empty for the driver's own way. */
    static Optional<ReleaseMode> mode(io.vfledger.avro.ReleaseMode mode) {
        return switch (mode) {
            case UNKNOWN -> Optional.empty();
            case COMPARE -> Optional.of(ReleaseMode.COMPARE);
            case REBIND -> Optional.of(ReleaseMode.REBIND);
            case FLR -> Optional.of(ReleaseMode.FLR);
        };
    }

    static PfDescription description(PfInfo pf) {
        return PfDescription.newBuilder()
                .setPci(pf.pci().value())
                .setNetdev(pf.netdev().map(InterfaceName::value).orElse(""))
                .setDriver(pf.driver().name())
                .setDriverVersion(pf.driver().version())
                .setFirmwareVersion(pf.driver().firmware())
                .setVendorId(pf.hardware().vendor().toString())
                .setDeviceId(pf.hardware().device().toString())
                .setVendorName(pf.hardware().vendorName())
                .setDeviceName(pf.hardware().deviceName())
                .setNumaNode(pf.hardware().numaNode())
                .setTotalVfs(pf.hardware().totalVfs())
                .setConfiguredVfs(pf.configuredVfs())
                .setMac(pf.link().mac().map(MacAddress::toString).orElse(""))
                .setMtu(pf.link().mtu())
                .setCarrier(pf.link().carrier())
                .setOperState(pf.link().operState())
                .setSpeedMbps(pf.link().speedMbps().orElse(null))
                .setHostUse(pf.hostUse().orElse(null))
                .setEswitchMode(pf.eswitch().map(EswitchMode::value).orElse(null))
                .build();
    }

    static VfDescription description(VfInfo vf) {
        return VfDescription.newBuilder()
                .setPci(vf.traits().pci().value())
                .setPfPci(vf.traits().pf().value())
                .setPfNetdev(vf.traits().pfName().map(InterfaceName::value).orElse(""))
                .setIndex(vf.traits().index().value())
                .setVendorId(vf.traits().vendor().toString())
                .setDeviceId(vf.traits().device().toString())
                .setDriver(vf.traits().driver().orElse(""))
                .setInHostNamespace(vf.inHostNamespace())
                .setHostUse(vf.hostUse().orElse(null))
                .setHolderNetns(vf.holderNetns().map(KernelMapping::namespace).orElse(null))
                .setAttributes(attributes(vf.attributes()))
                .build();
    }

    private static NetworkNamespace namespace(io.vfledger.vf.NetworkNamespace namespace) {
        return NetworkNamespace.newBuilder()
                .setPath(namespace.path())
                .setInode(namespace.inode())
                .setDevice(namespace.device())
                .build();
    }

    static io.vfledger.vf.NetworkNamespace namespace(NetworkNamespace namespace) {
        return new io.vfledger.vf.NetworkNamespace(namespace.getPath(), namespace.getDevice(), namespace.getInode());
    }

    /** @throws IllegalArgumentException when one is not an address with a prefix length */
    static List<Prefix> prefixes(List<IpAssignment> ips) {
        return ips.stream().map(ip -> IpText.prefix(ip.getAddress())).toList();
    }

    /** @throws IllegalArgumentException when one is not a prefix, or its gateway no address */
    static List<PodRoute> routes(List<RouteAssignment> routes) {
        return routes.stream()
                .map(route -> new PodRoute(
                        IpText.prefix(route.getDestination()),
                        Optional.ofNullable(route.getGateway()).map(IpText::address),
                        options(route)))
                .toList();
    }

    private static RouteOptions options(RouteAssignment route) {
        return new RouteOptions(
                Objects.requireNonNullElse(route.getTable(), RouteOptions.MAIN),
                number(route.getPriority()),
                number(route.getScope()),
                number(route.getMtu()),
                number(route.getAdvmss()));
    }

    private static OptionalInt number(@Nullable Integer told) {
        return told == null ? OptionalInt.empty() : OptionalInt.of(told);
    }
}
