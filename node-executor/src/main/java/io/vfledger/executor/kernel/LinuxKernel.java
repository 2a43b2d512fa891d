package io.vfledger.executor.kernel;

import io.vfledger.executor.plan.AdminSetting;
import io.vfledger.netlink.devlink.DevlinkDevice;
import io.vfledger.netlink.io.DevlinkSocket;
import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.jna.Ethtool;
import io.vfledger.netlink.jna.Namespaces;
import io.vfledger.netlink.route.HardwareAddress;
import io.vfledger.netlink.route.Link;
import io.vfledger.netlink.route.SetVf;
import io.vfledger.netlink.route.VfCounters;
import io.vfledger.netlink.route.VfInfo;
import io.vfledger.netlink.route.VfLinkState;
import io.vfledger.netlink.route.VfTxRate;
import io.vfledger.netlink.route.VfVlanTag;
import io.vfledger.netlink.route.VlanProtocol;
import io.vfledger.netlink.wire.DriverInfo;
import io.vfledger.netlink.wire.Octets;
import io.vfledger.vf.EswitchMode;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.LinkStatePolicy;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfAttributesBuilder;
import io.vfledger.vf.VfIndex;
import io.vfledger.vf.VfTraits;
import io.vfledger.vf.Vlan;
import io.vfledger.vf.VlanProto;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Real NICs: sysfs and rtnetlink. VFs are known by IFLA_PARENT_DEV_NAME, which kernels tell since
 * 5.14, or by their drivers. */
public final class LinuxKernel extends NetlinkKernel {
    private final Sysfs sysfs;
    private final DevlinkSocket devlink;

    /** The host is the namespace that {@code namespaces} calls home. */
    public LinuxKernel(Sysfs sysfs, Namespaces namespaces) throws KernelException {
        super(namespaces, namespaces.home());
        this.sysfs = sysfs;
        this.devlink = Refusals.told(namespaces::openHomeDevlink);
    }

    @Override
    public Sysfs sysfs() {
        return sysfs;
    }

    @Override
    public Optional<PciAddress> ownerOf(Link link) {
        return link.parentBus().equals(Optional.of("pci"))
                ? link.parentDevice().map(PciAddress::new)
                : Optional.empty();
    }

    @Override
    Optional<PciAddress> ownerByDriver(Namespace in, Link link) throws NetlinkException {
        boolean mayBeHardware = link.parentBus().isEmpty()
                && link.kind().isEmpty()
                && !link.flags().loopback();
        if (!mayBeHardware) {
            return Optional.empty();
        }
        return inside(in, () -> Ethtool.driverInfo(link.name()))
                .map(DriverInfo::busInfo)
                .flatMap(LinuxKernel::pciAddress);
    }

    /** Drivers of other buses tell something else. */
    private static Optional<PciAddress> pciAddress(String busInfo) {
        try {
            return Optional.of(new PciAddress(busInfo));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    String aliasOf(Link link) {
        return link.alias().orElse("");
    }

    @Override
    String aliasFor(Link link, String text) {
        return text;
    }

    @Override
    public Optional<DriverInfo> driverInfo(InterfaceName name) throws KernelException {
        return Refusals.told(() -> inside(host(), () -> Ethtool.driverInfo(name.value())));
    }

    @Override
    public Optional<EswitchMode> eswitchMode(PciAddress pf) throws KernelException {
        return Refusals.told(() -> devlink.eswitchMode(DevlinkDevice.ofPci(pf.value())))
                .map(mode -> switch (mode) {
                    case LEGACY -> EswitchMode.LEGACY;
                    case SWITCHDEV -> EswitchMode.SWITCHDEV;
                });
    }

    @Override
    public void close() {
        devlink.close();
        super.close();
    }

    @Override
    public Map<VfIndex, VfAttributes> administrative(PciAddress pf) throws KernelException {
        int index = indexOf(pf);
        Link link = Refusals.told(() -> host().socket().linkWithVfs(index))
                .orElseThrow(() -> new KernelException("the interface of PF " + pf + " went away"));
        Map<VfIndex, VfAttributes> found = new TreeMap<>();
        link.vfs().forEach(vf -> found.put(new VfIndex(vf.index()), attributes(vf)));
        return found;
    }

    @Override
    public Map<VfIndex, VfCounters> vfCounters(PciAddress pf) throws KernelException {
        Optional<InterfaceName> name = sysfs.netdev(pf);
        Map<VfIndex, VfCounters> found = new TreeMap<>();
        if (name.isPresent()) {
            Refusals.told(() -> host().socket().linkWithVfCounters(name.get().value()))
                    .ifPresent(link -> link.vfs()
                            .forEach(vf -> VfCounters.of(vf)
                                    .ifPresent(counters -> found.put(new VfIndex(vf.index()), counters))));
        }
        return found;
    }

    @Override
    public void administer(VfTraits vf, AdminSetting setting) throws KernelException {
        int pf = indexOf(vf.pf());
        Refusals.done(() -> host().socket().setVf(pf, request(vf.index().value(), setting)));
    }

    @Override
    public void setVfCount(PciAddress pf, int count) throws KernelException {
        sysfs.setVfCount(pf, count);
    }

    @Override
    public void unbind(VfTraits vf) throws KernelException {
        sysfs.drivers().unbind(vf.pci());
    }

    @Override
    public void bind(VfTraits vf) throws KernelException {
        sysfs.drivers().probe(vf.pci());
        if (vf.driver().isPresent() && !sysfs.driver(vf.pci()).equals(vf.driver())) {
            sysfs.drivers().unbind(vf.pci());
            bindByName(vf);
        }
    }

    /**
     * For a VF that was bound by hand, and one whose PF leaves its VFs without a driver. Not for every VF: an agent that ends
     * meanwhile leaves an override that nobody asked for.
     */
    private void bindByName(VfTraits vf) throws KernelException {
        SysfsDrivers drivers = sysfs.drivers();
        Optional<String> before = drivers.override(vf.pci());
        drivers.override(vf.pci(), vf.driver());
        try {
            drivers.probe(vf.pci());
        } finally {
            drivers.override(vf.pci(), before);
        }
    }

    @Override
    public void reset(VfTraits vf) throws KernelException {
        sysfs.drivers().reset(vf.pci());
    }

    private int indexOf(PciAddress pf) throws KernelException {
        InterfaceName name = sysfs.netdev(pf)
                .orElseThrow(() -> new KernelException(
                        "PF " + pf + " has no interface on the host, so its VFs cannot be read or set"));
        return hostLink(name)
                .orElseThrow(() -> new KernelException("the interface " + name + " of PF " + pf + " went away"))
                .index();
    }

    private static SetVf request(int vf, AdminSetting setting) {
        return switch (setting) {
            case AdminSetting.Mac(MacAddress mac) -> new SetVf.Mac(vf, new HardwareAddress(Octets.of(mac.octets())));
            case AdminSetting.Tag(Vlan vlan, int qos, VlanProto proto) ->
                new SetVf.Vlan(vf, new VfVlanTag(vlan.id(), qos, protocol(proto)));
            case AdminSetting.Rates(int min, int max) -> new SetVf.Rate(vf, new VfTxRate(min, max));
            case AdminSetting.SpoofCheck(boolean on) -> new SetVf.SpoofCheck(vf, on);
            case AdminSetting.Trust(boolean on) -> new SetVf.Trust(vf, on);
            case AdminSetting.LinkState(LinkStatePolicy policy) -> new SetVf.LinkState(vf, state(policy));
        };
    }

    private static VlanProtocol protocol(VlanProto proto) {
        return switch (proto) {
            case C_TAG -> VlanProtocol.IEEE_802_1Q;
            case S_TAG -> VlanProtocol.IEEE_802_1AD;
        };
    }

    private static VfLinkState state(LinkStatePolicy policy) {
        return switch (policy) {
            case AUTO -> VfLinkState.AUTO;
            case ENABLE -> VfLinkState.ENABLE;
            case DISABLE -> VfLinkState.DISABLE;
        };
    }

    private static VfAttributes attributes(VfInfo vf) {
        VfAttributesBuilder builder = VfAttributes.builder()
                .adminMac(MacAddress.ofOctets(vf.mac().octets().toArray()))
                .vlan(new Vlan(vf.vlan().vlan()))
                .vlanQos(vf.vlan().qos())
                .vlanProto(
                        switch (vf.vlan().protocol()) {
                            case IEEE_802_1Q -> VlanProto.C_TAG;
                            case IEEE_802_1AD -> VlanProto.S_TAG;
                        })
                .minTxRateMbps(vf.txRate().minimumMbps())
                .maxTxRateMbps(vf.txRate().maximumMbps())
                .linkState(
                        switch (vf.linkState()) {
                            case AUTO -> LinkStatePolicy.AUTO;
                            case ENABLE -> LinkStatePolicy.ENABLE;
                            case DISABLE -> LinkStatePolicy.DISABLE;
                        });
        vf.spoofCheck().ifPresent(builder::spoofchk);
        vf.trust().ifPresent(builder::trust);
        return builder.build();
    }
}
