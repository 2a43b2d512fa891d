package io.vfledger.executor.discovery;

import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.kernel.PciFunction;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.executor.plan.Netdev;
import io.vfledger.executor.plan.ObservedVf;
import io.vfledger.executor.plan.ObservedVf.Placed;
import io.vfledger.executor.plan.Place;
import io.vfledger.netlink.route.Link;
import io.vfledger.netlink.wire.DriverInfo;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfIndex;
import io.vfledger.vf.VfInfo;
import io.vfledger.vf.VfTraits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the node's PFs with SR-IOV and their VFs. It starts from PCI devices, so that interfaces without one (bridges,
 * veths, VLAN links) are never in it.
 */
public final class Discovery {
    private final Kernel kernel;
    private final PciNames names;
    private final DriverProfiles profiles;

    public Discovery(Kernel kernel, PciNames names, DriverProfiles profiles) {
        this.kernel = kernel;
        this.names = names;
        this.profiles = profiles;
    }

    /** A node's functions at one moment, by PCI address. */
    public record Found(List<PfInfo> pfs, List<VfInfo> vfs) {
        public Found {
            pfs = List.copyOf(pfs);
            vfs = List.copyOf(vfs);
        }
    }

    /** Reads everything. */
    public Found read() throws KernelException {
        return read(kernel.sysfs().pfs());
    }

    /** Reads one PF and its VFs; nothing when it is not there. */
    public Found read(PciAddress pf) throws KernelException {
        return read(kernel.sysfs().pf(pf).stream().toList());
    }

    /** One PF at a time is asked for its VFs, and each namespace is visited once for all VFs that are not on the host. */
    private Found read(List<PciFunction> functions) throws KernelException {
        List<PfInfo> pfs = new ArrayList<>();
        List<ObservedVf> vfs = new ArrayList<>();
        for (PciFunction function : functions) {
            pfs.add(pf(function));
            vfs.addAll(vfs(function));
        }
        Set<PciAddress> away = vfs.stream()
                .filter(vf -> vf.place().isEmpty() && vf.profile().hasNetdev())
                .map(vf -> vf.traits().pci())
                .collect(Collectors.toSet());
        Map<PciAddress, Kernel.Held> held = away.isEmpty() ? Map.of() : kernel.holdersOf(away);
        return new Found(
                pfs,
                vfs.stream()
                        .map(vf -> info(
                                vf, Optional.ofNullable(held.get(vf.traits().pci()))))
                        .toList());
    }

    /** Reads one PF; empty when it is not there. */
    public Optional<PfInfo> pf(PciAddress pci) throws KernelException {
        Optional<PciFunction> function = kernel.sysfs().pf(pci);
        return function.isEmpty() ? Optional.empty() : Optional.of(pf(function.get()));
    }

    /**
     * Reads a PF as a function of its own, which a pod may be given as a whole; empty when it is not there. The host uses it
     * while it carries an address, a route, a master or another interface.
     */
    public Optional<VfInfo> whole(PciAddress pf) throws KernelException {
        Optional<PciFunction> function = kernel.sysfs().pf(pf);
        Optional<VfTraits> traits = kernel.sysfs().function(pf);
        if (function.isEmpty() || traits.isEmpty()) {
            return Optional.empty();
        }
        Optional<Netdev> home =
                Optional.ofNullable(kernel.netdevs(Set.of(pf), kernel.host()).get(pf));
        Optional<Kernel.Held> held = home.isPresent()
                ? Optional.empty()
                : Optional.ofNullable(kernel.holdersOf(Set.of(pf)).get(pf));
        ObservedVf observed = new ObservedVf(
                traits.get(),
                profiles.of(traits.get()),
                VfAttributes.UNKNOWN,
                home.map(netdev -> new Placed(Place.HOST, netdev)));
        VfInfo info = info(observed, held);
        return Optional.of(new VfInfo(
                info.traits(),
                info.attributes(),
                info.inHostNamespace(),
                wholeUse(pf),
                info.holderNetns(),
                info.evidence()));
    }

    /** Why the host uses a PF that a pod might be given as a whole; empty when it does not. */
    public Optional<String> wholeUse(PciAddress pf) throws KernelException {
        Optional<InterfaceName> name = kernel.sysfs().netdev(pf);
        Optional<Link> link = name.isEmpty() ? Optional.empty() : kernel.hostLink(name.get());
        return link.isEmpty() ? Optional.empty() : new PfHostUse(kernel).ofWhole(link.get());
    }

    private PfInfo pf(PciFunction function) throws KernelException {
        Optional<InterfaceName> name = function.netdev();
        Optional<Link> link = name.isEmpty() ? Optional.empty() : kernel.hostLink(name.get());
        Optional<DriverInfo> driver = name.isEmpty() ? Optional.empty() : kernel.driverInfo(name.get());
        return new PfInfo(
                function.pci(),
                name,
                new PfInfo.Hardware(
                        function.vendor(),
                        function.device(),
                        names.vendor(function.vendor()),
                        names.device(function.vendor(), function.device()),
                        function.numaNode(),
                        function.totalVfs()),
                new PfInfo.Driver(
                        function.driver().orElse(""),
                        driver.map(DriverInfo::version).orElse(""),
                        driver.map(DriverInfo::firmwareVersion).orElse("")),
                link.map(found -> link(name.get(), found))
                        .orElse(new PfInfo.Link(Optional.empty(), 0, false, "", Optional.empty())),
                function.configuredVfs(),
                link.isEmpty() ? Optional.empty() : new PfHostUse(kernel).of(link.get()),
                kernel.eswitchMode(function.pci()));
    }

    private PfInfo.Link link(InterfaceName name, Link link) {
        return new PfInfo.Link(
                link.address()
                        .filter(address -> address.octets().length() == 6)
                        .map(address -> MacAddress.ofOctets(address.octets().toArray())),
                link.mtu(),
                link.carrier(),
                link.operState().name().toLowerCase(Locale.ROOT).replace("_", ""),
                kernel.sysfs().speedMbps(name));
    }

    /** The VFs as the host sees them. */
    private List<ObservedVf> vfs(PciFunction pf) throws KernelException {
        // The VFs of a PF whose interface is away can be named but not read.
        Map<VfIndex, VfAttributes> attributes = pf.netdev().isEmpty() ? Map.of() : kernel.administrative(pf.pci());
        List<VfTraits> all = kernel.sysfs().traitsOf(pf.pci());
        Map<PciAddress, Netdev> home =
                kernel.netdevs(all.stream().map(VfTraits::pci).collect(Collectors.toSet()), kernel.host());
        return all.stream()
                .map(vf -> new ObservedVf(
                        vf,
                        profiles.of(vf),
                        attributes.getOrDefault(vf.index(), VfAttributes.UNKNOWN),
                        Optional.ofNullable(home.get(vf.pci())).map(netdev -> new Placed(Place.HOST, netdev))))
                .toList();
    }

    private static VfInfo info(ObservedVf vf, Optional<Kernel.Held> held) {
        if (held.isPresent()) {
            ObservedVf inside = new ObservedVf(
                    vf.traits(),
                    vf.profile(),
                    vf.administrative(),
                    Optional.of(new Placed(Place.POD, held.get().netdev())));
            return new VfInfo(
                    vf.traits(),
                    inside.attributes(),
                    false,
                    Optional.empty(),
                    Optional.of(held.get().namespace()),
                    Optional.empty());
        }
        return new VfInfo(
                vf.traits(),
                vf.attributes(),
                vf.place().isPresent(),
                vf.place().flatMap(placed -> hostUse(placed.netdev())),
                Optional.empty(),
                Optional.empty());
    }

    /** Why the host itself uses a VF's interface; empty when it does not. */
    public static Optional<String> hostUse(Netdev netdev) {
        if (!netdev.addresses().isEmpty()) {
            return Optional.of("has address " + netdev.addresses().getFirst());
        }
        return netdev.master().isEmpty() ? Optional.empty() : Optional.of("is a port of " + netdev.master());
    }
}
