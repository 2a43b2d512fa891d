package io.vfledger.executor.discovery;

import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.kernel.Namespace;
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
import io.vfledger.vf.NetworkNamespace;
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
        List<PfInfo> pfs = new ArrayList<>();
        List<VfInfo> vfs = new ArrayList<>();
        for (PciFunction function : kernel.sysfs().pfs()) {
            pfs.add(pf(function));
            vfs.addAll(vfs(function));
        }
        return new Found(pfs, vfs);
    }

    /** Reads one PF; empty when it is not there. */
    public Optional<PfInfo> pf(PciAddress pci) throws KernelException {
        Optional<PciFunction> function = kernel.sysfs().pf(pci);
        return function.isEmpty() ? Optional.empty() : Optional.of(pf(function.get()));
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
                link.isEmpty() ? Optional.empty() : pfHostUse(link.get()));
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

    private Optional<String> pfHostUse(Link link) throws KernelException {
        boolean addressed =
                kernel.addresses(kernel.host(), link.index()).stream().anyMatch(address -> address.scope() == 0);
        if (addressed) {
            return Optional.of("has an address");
        }
        return link.masterIndex().isPresent() ? Optional.of("is a port of another interface") : Optional.empty();
    }

    private List<VfInfo> vfs(PciFunction pf) throws KernelException {
        // The VFs of a PF whose interface is away can be named but not read.
        Map<VfIndex, VfAttributes> attributes = pf.netdev().isEmpty() ? Map.of() : kernel.administrative(pf.pci());
        List<VfInfo> found = new ArrayList<>();
        for (PciAddress vf : kernel.sysfs().vfs(pf.pci()).values()) {
            Optional<VfTraits> traits = kernel.sysfs().vf(vf);
            if (traits.isPresent()) {
                found.add(vf(traits.get(), attributes.getOrDefault(traits.get().index(), VfAttributes.UNKNOWN)));
            }
        }
        return found;
    }

    private VfInfo vf(VfTraits traits, VfAttributes administrative) throws KernelException {
        Optional<Netdev> onHost = kernel.netdev(traits.pci(), kernel.host());
        if (onHost.isPresent()) {
            ObservedVf observed = new ObservedVf(
                    traits, profiles.of(traits), administrative, Optional.of(new Placed(Place.HOST, onHost.get())));
            return new VfInfo(traits, observed.attributes(), true, hostUse(onHost.get()), Optional.empty());
        }
        if (!profiles.of(traits).hasNetdev()) {
            return new VfInfo(traits, administrative, false, Optional.empty(), Optional.empty());
        }
        return inPod(traits, administrative);
    }

    private VfInfo inPod(VfTraits traits, VfAttributes administrative) throws KernelException {
        Optional<Namespace> holder = kernel.holderOf(traits.pci());
        if (holder.isEmpty()) {
            return new VfInfo(traits, administrative, false, Optional.empty(), Optional.empty());
        }
        try (Namespace namespace = holder.get()) {
            Optional<Placed> placed =
                    kernel.netdev(traits.pci(), namespace).map(netdev -> new Placed(Place.POD, netdev));
            NetworkNamespace identity = namespace.identity();
            return new VfInfo(
                    traits,
                    new ObservedVf(traits, profiles.of(traits), administrative, placed).attributes(),
                    false,
                    Optional.empty(),
                    Optional.of(identity));
        }
    }

    /** Why the host itself uses a VF's interface; empty when it does not. */
    public static Optional<String> hostUse(Netdev netdev) {
        if (!netdev.addresses().isEmpty()) {
            return Optional.of("has address " + netdev.addresses().getFirst());
        }
        return netdev.master().isEmpty() ? Optional.empty() : Optional.of("is a port of " + netdev.master());
    }
}
