package io.vfledger.executor.kernel;

import io.vfledger.executor.plan.AdminSetting;
import io.vfledger.executor.plan.Netdev;
import io.vfledger.netlink.jna.NamespaceHandle;
import io.vfledger.netlink.jna.Namespaces;
import io.vfledger.netlink.route.Link;
import io.vfledger.netlink.route.LinkCounters;
import io.vfledger.netlink.route.VfCounters;
import io.vfledger.netlink.wire.DriverInfo;
import io.vfledger.vf.EswitchMode;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfIndex;
import io.vfledger.vf.VfTraits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * NICs that do not exist, for machines without SR-IOV: interfaces, moves, addresses and VLAN separation are real and run on
 * veth pairs and bridges; PCI devices are a tree of files, and administrative attributes a file, both in one directory.
 * Rates, spoof checking and trust are kept and reported but have no effect. The driver is called
 * {@code vfledger-simulated}.
 */
public final class SimulatedKernel extends NetlinkKernel {
    private final Sysfs sysfs;
    private final SimulatedSysfs tree;
    private final SimulatedAttributes attributes;
    private final SimulatedWires wires;

    /**
     * Opens the simulated NICs that live in a directory, and makes PFs that are missing, without VFs.
     *
     * @param directory made when it is not there; survives a restart
     * @param pfs how many PFs, 1 to 10
     * @param host the namespace that plays the host; stays the caller's to close
     */
    public SimulatedKernel(Path directory, int pfs, Namespaces namespaces, NamespaceHandle host)
            throws KernelException {
        super(namespaces, host);
        Path root = directory.resolve("sys");
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw new KernelException("make " + root, e);
        }
        this.sysfs = new Sysfs(root);
        this.tree = new SimulatedSysfs(root);
        this.attributes = new SimulatedAttributes(directory.resolve("attributes.properties"));
        this.wires = new SimulatedWires(host().socket());
        for (int number = 0; number < pfs; number++) {
            SimulatedNic nic = new SimulatedNic(number);
            tree.makePf(nic);
            Refusals.done(() -> wires.makePf(nic));
        }
    }

    @Override
    public Sysfs sysfs() {
        return sysfs;
    }

    @Override
    public Optional<PciAddress> ownerOf(Link link) {
        return SimulatedWires.marked(link);
    }

    @Override
    Optional<PciAddress> ownerByDriver(Namespace in, Link link) {
        return Optional.empty();
    }

    @Override
    String aliasOf(Link link) {
        return SimulatedWires.withoutMark(link);
    }

    @Override
    String aliasFor(Link link, String text) {
        return SimulatedWires.marked(link)
                .map(vf -> SimulatedWires.mark(vf) + (text.isEmpty() ? "" : " " + text))
                .orElse(text);
    }

    @Override
    public Optional<DriverInfo> driverInfo(InterfaceName name) throws KernelException {
        return hostLink(name).map(link -> new DriverInfo(SimulatedSysfs.DRIVER, "1", "none (simulated)", ""));
    }

    @Override
    public Optional<EswitchMode> eswitchMode(PciAddress pf) {
        return Optional.empty();
    }

    @Override
    public Map<VfIndex, VfAttributes> administrative(PciAddress pf) throws KernelException {
        Map<VfIndex, VfAttributes> found = new TreeMap<>();
        sysfs.vfs(pf).forEach((index, vf) -> found.put(index, attributes.of(vf)));
        return found;
    }

    /** What leaves the VF arrives at the other end of its cable. */
    @Override
    public Map<VfIndex, VfCounters> vfCounters(PciAddress pf) throws KernelException {
        Map<String, LinkCounters> ends = new HashMap<>();
        for (Link link : Refusals.told(() -> host().socket().linksWithCounters())) {
            LinkCounters.of(link).ifPresent(counters -> ends.put(link.name(), counters));
        }
        Map<VfIndex, VfCounters> found = new TreeMap<>();
        sysfs.vfs(pf)
                .forEach((index, vf) -> SimulatedNic.vf(vf)
                        .map(simulated -> ends.get(simulated.hostEnd()))
                        .ifPresent(end -> found.put(
                                index,
                                new VfCounters(
                                        end.txPackets(),
                                        end.rxPackets(),
                                        end.txBytes(),
                                        end.rxBytes(),
                                        0,
                                        0,
                                        end.txDropped(),
                                        end.rxDropped()))));
        return found;
    }

    @Override
    public synchronized void administer(VfTraits vf, AdminSetting setting) throws KernelException {
        SimulatedNic.Vf simulated = require(vf.pci());
        heal(vf.pci());
        attributes.set(vf.pci(), setting);
        if (isBound(vf.pci())) {
            Refusals.done(() -> wires.connect(simulated, attributes.of(vf.pci())));
        }
    }

    @Override
    public synchronized void setVfCount(PciAddress pf, int count) throws KernelException {
        SimulatedNic nic = new SimulatedNic(Character.digit(pf.value().charAt(6), 10));
        if (count < 0 || count > SimulatedNic.MOST_VFS) {
            throw new KernelException(count + " VFs of " + pf + ": allowed are 0 to " + SimulatedNic.MOST_VFS);
        }
        if (sysfs.vfs(pf).size() == count) {
            return;
        }
        for (VfIndex index : sysfs.vfs(pf).keySet()) {
            Refusals.done(() -> wires.removeVf(new SimulatedNic.Vf(nic, index)));
            attributes.forget(nic.pci(index));
            tree.removeVf(nic, index);
        }
        for (int number = 0; number < count; number++) {
            VfIndex index = new VfIndex(number);
            tree.makeVf(nic, index);
            heal(nic.pci(index));
        }
        tree.writeVfCount(nic, count);
    }

    @Override
    public synchronized void unbind(VfTraits vf) throws KernelException {
        SimulatedNic.Vf simulated = require(vf.pci());
        tree.unbind(vf.pci());
        Refusals.done(() -> wires.removeVf(simulated));
    }

    @Override
    public synchronized void bind(VfTraits vf) throws KernelException {
        tree.bind(require(vf.pci()));
        heal(vf.pci());
    }

    /** Nothing of a VF is kept but by its interface and its PF. */
    @Override
    public void reset(VfTraits vf) throws KernelException {
        require(vf.pci());
    }

    @Override
    public Optional<Netdev> netdev(PciAddress vf, Namespace in) throws KernelException {
        heal(vf);
        return super.netdev(vf, in);
    }

    @Override
    public Map<PciAddress, Netdev> netdevs(Set<PciAddress> functions, Namespace in) throws KernelException {
        for (PciAddress function : functions) {
            heal(function);
        }
        return super.netdevs(functions, in);
    }

    /** Takes everything away again: interfaces, bridges and the directory's tree. */
    public synchronized void removeAll() throws KernelException {
        for (PciFunction pf : sysfs.pfs()) {
            setVfCount(pf.pci(), 0);
            SimulatedNic nic = new SimulatedNic(Character.digit(pf.pci().value().charAt(6), 10));
            Refusals.done(() -> wires.removePf(nic));
        }
        tree.removeAll();
    }

    private synchronized void heal(PciAddress vf) throws KernelException {
        Optional<SimulatedNic> pf = SimulatedNic.pf(vf);
        if (pf.isPresent() && sysfs.pf(vf).isPresent()) {
            Refusals.done(() -> wires.makePf(pf.get()));
        }
        Optional<SimulatedNic.Vf> simulated = SimulatedNic.vf(vf);
        if (simulated.isPresent() && isBound(vf)) {
            Refusals.done(() -> wires.makeVf(simulated.get(), attributes.of(vf)));
        }
    }

    /** One without a driver has no interface. */
    private boolean isBound(PciAddress vf) throws KernelException {
        return sysfs.driver(vf).isPresent();
    }

    private static SimulatedNic.Vf require(PciAddress vf) throws KernelException {
        return SimulatedNic.vf(vf).orElseThrow(() -> new KernelException(vf + " is no simulated VF"));
    }
}
