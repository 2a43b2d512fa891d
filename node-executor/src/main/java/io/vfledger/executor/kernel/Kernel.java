package io.vfledger.executor.kernel;

import io.vfledger.executor.plan.AdminSetting;
import io.vfledger.executor.plan.Netdev;
import io.vfledger.executor.plan.NetdevSetting;
import io.vfledger.executor.plan.Offloads;
import io.vfledger.executor.plan.PodRoute;
import io.vfledger.executor.plan.Sysctl;
import io.vfledger.netlink.io.DeviceEvents;
import io.vfledger.netlink.io.LinkEvents;
import io.vfledger.netlink.route.Address;
import io.vfledger.netlink.route.Link;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.netlink.route.LinkCounters;
import io.vfledger.netlink.route.Prefix;
import io.vfledger.netlink.route.Route;
import io.vfledger.netlink.route.VfCounters;
import io.vfledger.netlink.wire.DriverInfo;
import io.vfledger.vf.EswitchMode;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.NetworkNamespace;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfIndex;
import io.vfledger.vf.VfTraits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything the executor asks of the kernel. Safe for several threads; what must not run beside each other (two changes
 * to one VF) is the caller's to order.
 */
public interface Kernel extends AutoCloseable {
    /** PCI devices, drivers and numbers of VFs. */
    Sysfs sysfs();

    /** {@code ethtool -i}: driver and firmware of an interface on the host; empty when there is none. */
    Optional<DriverInfo> driverInfo(InterfaceName name) throws KernelException;

    /** How a PF's embedded switch forwards; empty for a PF whose driver tells none. */
    Optional<EswitchMode> eswitchMode(PciAddress pf) throws KernelException;

    /** An interface on the host by its name. */
    default Optional<Link> hostLink(InterfaceName name) throws KernelException {
        return hostLink(name.value());
    }

    /** An interface on the host by its name or one of its other names. */
    Optional<Link> hostLink(String name) throws KernelException;

    /** Every interface on the host. */
    List<Link> hostLinks() throws KernelException;

    /** What a PF says about each of its VFs. */
    Map<VfIndex, VfAttributes> administrative(PciAddress pf) throws KernelException;

    /** Sets one administrative attribute of a VF. */
    void administer(VfTraits vf, AdminSetting setting) throws KernelException;

    /**
     * Sets how many VFs a PF has. From one number to another it goes through 0, as the kernel demands, and every VF loses
     * its attributes.
     */
    void setVfCount(PciAddress pf, int count) throws KernelException;

    /** Takes a VF from its driver; its interface goes, wherever it is. One that has none is fine. */
    void unbind(VfTraits vf) throws KernelException;

    /**
     * Gives a VF that has no driver to the one that {@code vf} names, or where it names none, to the one that the system
     * chooses. A new interface comes to the host in its own time.
     */
    void bind(VfTraits vf) throws KernelException;

    /** Resets a VF as a PCI function; a driver that makes interfaces must not have it meanwhile. */
    void reset(VfTraits vf) throws KernelException;

    /** The host's namespace; closed with the kernel. */
    Namespace host();

    /** Opens a namespace by a path that this process or its operator chose, never one that came from input. */
    Namespace open(Path path) throws KernelException;

    /** Opens the namespace behind a descriptor, which stays the caller's to close. */
    Namespace open(int descriptor) throws KernelException;

    /** Makes a namespace without a name, which goes when it is closed. */
    Namespace makeNamespace() throws KernelException;

    /** Looks for a live namespace by device and inode; empty when it is gone. */
    Optional<Namespace> find(NetworkNamespace identity) throws KernelException;

    /** Whether a namespace lives. */
    boolean isAlive(NetworkNamespace identity) throws KernelException;

    /** Looks for a VF's interface in every namespace that has a process or a mount; the host's is not looked into. */
    Optional<Namespace> holderOf(PciAddress vf) throws KernelException;

    /** A VF's interface in a namespace; empty when it is not there. */
    Optional<Netdev> netdev(PciAddress vf, Namespace in) throws KernelException;

    /** VLANs, macvlans and the like that lie on an interface, in the same namespace. */
    List<Link> lyingOn(Namespace in, int index) throws KernelException;

    /** Deletes an interface that is no device's, with what lies on it; one that is not there is fine. */
    void delete(Namespace in, int index) throws KernelException;

    /** Whether a namespace has an interface of that name. */
    boolean nameTaken(Namespace in, InterfaceName name) throws KernelException;

    /** Changes an interface, all in one request. */
    void change(Namespace in, int index, List<LinkChange> changes) throws KernelException;

    /** What an interface's driver does for it. */
    Offloads offloads(Namespace in, Netdev netdev) throws KernelException;

    /** Changes one thing about an interface. */
    void set(Namespace in, Netdev netdev, NetdevSetting setting) throws KernelException;

    /** Gives an interface another name beside its own. */
    void addAltName(Namespace in, int index, String name) throws KernelException;

    /** Takes another name away; one that is not there is fine. */
    void removeAltName(Namespace in, int index, String name) throws KernelException;

    /** Moves an interface to another namespace, where it arrives under {@code name}. */
    void move(Namespace from, int index, Namespace to, InterfaceName name) throws KernelException;

    /** An interface's addresses with their flags. */
    List<Address> addresses(Namespace in, int index) throws KernelException;

    /** Adds an address; one that is there already is fine. */
    void addAddress(Namespace in, Netdev netdev, Prefix prefix) throws KernelException;

    /** Removes an address; one that is not there is fine. */
    void removeAddress(Namespace in, int index, Prefix prefix) throws KernelException;

    /** The routes through an interface, of every table but the kernel's local one. */
    List<Route> routes(Namespace in, int index) throws KernelException;

    /** Adds a route; one that is there already is fine. */
    void addRoute(Namespace in, int index, PodRoute route) throws KernelException;

    /** Removes a route; one that is not there is fine. */
    void removeRoute(Namespace in, int index, PodRoute route) throws KernelException;

    /** Lets an interface announce its addresses when it comes up, where the kernel can. */
    void notifyWhenUp(Namespace in, InterfaceName name) throws KernelException;

    /** The function that an interface belongs to; empty for one that is no VF's or PF's, or where the kernel does not say. */
    Optional<PciAddress> ownerOf(Link link);

    /** The interfaces of functions in a namespace, all in one reading; functions without one there are not in it. */
    Map<PciAddress, Netdev> netdevs(Set<PciAddress> functions, Namespace in) throws KernelException;

    /** Looks for the interfaces of VFs in every namespace that has a process or a mount, once; the host's is left out. */
    Map<PciAddress, Held> holdersOf(Set<PciAddress> vfs) throws KernelException;

    /** A VF's interface and the namespace where it was found. */
    record Held(NetworkNamespace namespace, Netdev netdev) {}

    /** Sets a parameter of an interface, {@code net/ipv4/conf} and the like; one that the kernel does not have is refused. */
    void setSysctl(Namespace in, InterfaceName name, Sysctl sysctl) throws KernelException;

    /** Tells the neighbours of an interface who has its addresses now; waits up to 200 ms for its link. */
    void announce(Namespace in, Netdev netdev) throws KernelException;

    /** What a PF has counted of each of its VFs; nothing where its interface is away. */
    Map<VfIndex, VfCounters> vfCounters(PciAddress pf) throws KernelException;

    /** What interfaces of VFs have counted, each in the namespace where it was seen; those that went are not in it. */
    Map<PciAddress, LinkCounters> counters(Map<PciAddress, NetworkNamespace> where) throws KernelException;

    /** The host's link events from now on. */
    LinkEvents watchHostLinks() throws KernelException;

    /** The events of PCI devices, and of interfaces on the host, from now on. */
    DeviceEvents watchDevices() throws KernelException;

    @Override
    void close();
}
