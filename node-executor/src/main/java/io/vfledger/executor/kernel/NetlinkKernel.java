package io.vfledger.executor.kernel;

import io.vfledger.executor.plan.Netdev;
import io.vfledger.executor.plan.NetdevDetail;
import io.vfledger.executor.plan.NetdevSetting;
import io.vfledger.executor.plan.Offloads;
import io.vfledger.executor.plan.PodRoute;
import io.vfledger.executor.plan.Sysctl;
import io.vfledger.netlink.frame.Announcement;
import io.vfledger.netlink.io.DeviceEvents;
import io.vfledger.netlink.io.LinkEvents;
import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.jna.NamespaceHandle;
import io.vfledger.netlink.jna.NamespaceIdentity;
import io.vfledger.netlink.jna.Namespaces;
import io.vfledger.netlink.route.Address;
import io.vfledger.netlink.route.AddressFlags;
import io.vfledger.netlink.route.HardwareAddress;
import io.vfledger.netlink.route.Link;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.netlink.route.LinkCounters;
import io.vfledger.netlink.route.Prefix;
import io.vfledger.netlink.route.Route;
import io.vfledger.netlink.wire.Errno;
import io.vfledger.netlink.wire.Octets;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.NetworkNamespace;
import io.vfledger.vf.PciAddress;
import java.net.Inet6Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** What real and simulated VFs have in common: their interfaces and namespaces are the kernel's own. */
abstract class NetlinkKernel implements Kernel {
    /** {@code RT_SCOPE_LINK}. */
    private static final int SCOPE_LINK = 253;

    private static final int ETHERNET = 6;
    private static final Duration CARRIER_PATIENCE = Duration.ofMillis(200);
    private static final Duration CARRIER_POLL = Duration.ofMillis(10);

    private final Namespaces namespaces;
    private final Namespace host;
    private final LivingNamespaces living;
    private final DriverOffloads offloads;
    private final InterfaceSysctls sysctls;

    NetlinkKernel(Namespaces namespaces, NamespaceHandle host) throws KernelException {
        this.namespaces = namespaces;
        this.living = new LivingNamespaces(namespaces);
        this.offloads = new DriverOffloads(namespaces);
        this.sysctls = new InterfaceSysctls(namespaces);
        this.host = Refusals.told(() -> Namespace.enter(namespaces, host.duplicate()));
    }

    /** The VF that an interface belongs to, told by its driver: an older kernel does not name the device. */
    abstract Optional<PciAddress> ownerByDriver(Namespace in, Link link) throws NetlinkException;

    /** The alias as its owner gave it. */
    abstract String aliasOf(Link link);

    /** The alias to write for that. */
    abstract String aliasFor(Link link, String text);

    final <T> T inside(Namespace in, Callable<T> work) throws NetlinkException {
        return namespaces.inside(in.handle(), work);
    }

    @Override
    public Namespace host() {
        return host;
    }

    @Override
    public Namespace open(Path path) throws KernelException {
        return living.open(path);
    }

    @Override
    public Namespace open(int descriptor) throws KernelException {
        // Never closed: the descriptor is the caller's.
        return Refusals.told(() ->
                Namespace.enter(namespaces, NamespaceHandle.adopt(descriptor).duplicate()));
    }

    @Override
    public Namespace makeNamespace() throws KernelException {
        return Refusals.told(() -> Namespace.enter(namespaces, namespaces.make()));
    }

    @Override
    public Optional<Namespace> find(NetworkNamespace identity) throws KernelException {
        return living.find(identity);
    }

    @Override
    public boolean isAlive(NetworkNamespace identity) throws KernelException {
        return living.isAlive(identity);
    }

    @Override
    public Optional<Namespace> holderOf(PciAddress vf) throws KernelException {
        for (Map.Entry<NamespaceIdentity, Path> found : living.all().entrySet()) {
            if (host.is(found.getKey())) {
                continue;
            }
            Optional<Namespace> namespace = living.enter(found.getKey(), found.getValue());
            if (namespace.isPresent()) {
                if (netdev(vf, namespace.get()).isPresent()) {
                    return namespace;
                }
                namespace.get().close();
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<Link> hostLink(String name) throws KernelException {
        return Refusals.told(() -> host.socket().link(name));
    }

    @Override
    public List<Link> hostLinks() throws KernelException {
        return Refusals.told(() -> host.socket().links());
    }

    @Override
    public List<Link> lyingOn(Namespace in, int index) throws KernelException {
        return Refusals.told(() -> in.socket().links()).stream()
                .filter(link -> link.liesOn(index))
                .toList();
    }

    @Override
    public void delete(Namespace in, int index) throws KernelException {
        Refusals.doneUnless(Errno.ENODEV, () -> in.socket().delete(index));
    }

    @Override
    public List<Route> routes(Namespace in, int index) throws KernelException {
        return Refusals.told(() -> in.socket().routes(index));
    }

    @Override
    public Optional<Netdev> netdev(PciAddress vf, Namespace in) throws KernelException {
        return Refusals.told(() -> {
            List<Link> links = in.socket().links();
            for (Link link : links) {
                if (owner(in, link).equals(Optional.of(vf))) {
                    return Optional.of(netdev(in, link));
                }
            }
            return Optional.empty();
        });
    }

    @Override
    public Map<PciAddress, Netdev> netdevs(Set<PciAddress> functions, Namespace in) throws KernelException {
        return Refusals.told(() -> {
            Map<PciAddress, Netdev> found = new HashMap<>();
            for (Link link : in.socket().links()) {
                Optional<PciAddress> owner = owner(in, link).filter(functions::contains);
                if (owner.isPresent() && !found.containsKey(owner.get())) {
                    unlessGone(in, link).ifPresent(netdev -> found.put(owner.get(), netdev));
                }
            }
            return found;
        });
    }

    /** Empty when it went away while it was read, as interfaces do. */
    private Optional<Netdev> unlessGone(Namespace in, Link link) throws NetlinkException {
        try {
            return Optional.of(netdev(in, link).with(offloads.read(in, link.name())));
        } catch (NetlinkException e) {
            if (e.is(Errno.ENODEV)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public Map<PciAddress, Held> holdersOf(Set<PciAddress> vfs) throws KernelException {
        Map<PciAddress, Held> found = new HashMap<>();
        Iterator<Map.Entry<NamespaceIdentity, Path>> candidates =
                living.all().entrySet().iterator();
        while (candidates.hasNext() && found.size() < vfs.size()) {
            Map.Entry<NamespaceIdentity, Path> candidate = candidates.next();
            Optional<Namespace> entered = host.is(candidate.getKey())
                    ? Optional.empty()
                    : living.enter(candidate.getKey(), candidate.getValue());
            if (entered.isPresent()) {
                try (Namespace namespace = entered.get()) {
                    netdevs(vfs, namespace)
                            .forEach((vf, netdev) -> found.putIfAbsent(vf, new Held(namespace.identity(), netdev)));
                }
            }
        }
        return found;
    }

    private Optional<PciAddress> owner(Namespace in, Link link) throws NetlinkException {
        Optional<PciAddress> named = ownerOf(link);
        return named.isPresent() ? named : ownerByDriver(in, link);
    }

    private Netdev netdev(Namespace in, Link link) throws NetlinkException {
        List<Prefix> addresses = in.socket().addresses(link.index()).stream()
                .filter(address -> address.scope() != SCOPE_LINK)
                .map(Address::prefix)
                .toList();
        return new Netdev(
                link.index(),
                printableName(link),
                mac(link).orElse(new MacAddress(0)),
                link.mtu(),
                link.txQueueLength(),
                link.flags().up(),
                addresses,
                link.masterIndex().isPresent()
                        ? "interface " + link.masterIndex().getAsInt()
                        : "",
                new NetdevDetail(
                        aliasOf(link),
                        link.altNames(),
                        link.flags().promiscuous(),
                        link.flags().allMulticast(),
                        link.xdp(),
                        Offloads.UNKNOWN));
    }

    @Override
    public Offloads offloads(Namespace in, Netdev netdev) throws KernelException {
        return Refusals.told(() -> offloads.read(in, netdev.index()));
    }

    @Override
    public void set(Namespace in, Netdev netdev, NetdevSetting setting) throws KernelException {
        int index = netdev.index();
        Refusals.done(() -> {
            switch (setting) {
                case NetdevSetting.Alias(String text) -> {
                    Optional<Link> link = in.socket().link(index);
                    String whole = link.map(found -> aliasFor(found, text)).orElse(text);
                    in.socket().change(index, new LinkChange.SetAlias(whole));
                }
                case NetdevSetting.Promisc(boolean on) -> in.socket().change(index, new LinkChange.SetPromiscuous(on));
                case NetdevSetting.AllMulti(boolean on) ->
                    in.socket().change(index, new LinkChange.SetAllMulticast(on));
                case NetdevSetting.OfDriver ofDriver -> offloads.set(in, index, ofDriver);
            }
        });
    }

    @Override
    public void addAltName(Namespace in, int index, String name) throws KernelException {
        Refusals.done(() -> in.socket().addAltName(index, name));
    }

    @Override
    public void removeAltName(Namespace in, int index, String name) throws KernelException {
        Refusals.doneUnless(Errno.ENOENT, () -> in.socket().deleteAltName(index, name));
    }

    /** A pod may give its interface a name that the kernel takes and a ledger does not. */
    private static InterfaceName printableName(Link link) {
        try {
            return new InterfaceName(link.name());
        } catch (IllegalArgumentException e) {
            return new InterfaceName("if" + link.index());
        }
    }

    static Optional<MacAddress> mac(Link link) {
        return link.address()
                .map(HardwareAddress::octets)
                .filter(octets -> octets.length() == ETHERNET)
                .map(octets -> MacAddress.ofOctets(octets.toArray()));
    }

    @Override
    public boolean nameTaken(Namespace in, InterfaceName name) throws KernelException {
        return Refusals.told(() -> in.socket().link(name.value()).isPresent());
    }

    @Override
    public void change(Namespace in, int index, List<LinkChange> changes) throws KernelException {
        Refusals.done(() -> in.socket().change(index, changes));
    }

    @Override
    public void move(Namespace from, int index, Namespace to, InterfaceName name) throws KernelException {
        change(
                from,
                index,
                List.of(new LinkChange.MoveToNamespace(to.handle().descriptor()), new LinkChange.Rename(name.value())));
    }

    @Override
    public List<Address> addresses(Namespace in, int index) throws KernelException {
        return Refusals.told(() -> in.socket().addresses(index));
    }

    @Override
    public void addAddress(Namespace in, Netdev netdev, Prefix prefix) throws KernelException {
        if (prefix.address() instanceof Inet6Address) {
            sysctls.enableIpv6(in, netdev.name());
        }
        Refusals.doneUnless(
                Errno.EEXIST, () -> in.socket().add(new Address(netdev.index(), prefix, AddressFlags.NONE)));
    }

    @Override
    public void removeAddress(Namespace in, int index, Prefix prefix) throws KernelException {
        Refusals.doneUnless(
                Errno.EADDRNOTAVAIL, () -> in.socket().delete(new Address(index, prefix, AddressFlags.NONE)));
    }

    @Override
    public void addRoute(Namespace in, int index, PodRoute route) throws KernelException {
        Refusals.doneUnless(Errno.EEXIST, () -> in.socket().add(route(index, route)));
    }

    @Override
    public void removeRoute(Namespace in, int index, PodRoute route) throws KernelException {
        Refusals.doneUnless(Errno.ESRCH, () -> in.socket().delete(route(index, route)));
    }

    private static Route route(int index, PodRoute route) {
        return new Route(route.destination(), route.gateway(), index, route.options());
    }

    @Override
    public void notifyWhenUp(Namespace in, InterfaceName name) throws KernelException {
        sysctls.notifyWhenUp(in, name);
    }

    @Override
    public void setSysctl(Namespace in, InterfaceName name, Sysctl sysctl) throws KernelException {
        sysctls.set(in, name, sysctl);
    }

    @Override
    public void announce(Namespace in, Netdev netdev) throws KernelException {
        awaitCarrier(in, netdev.index());
        Octets mac = Octets.of(netdev.mac().octets());
        List<Octets> frames = netdev.addresses().stream()
                .map(prefix -> Announcement.of(mac, prefix.address()))
                .toList();
        try {
            namespaces.send(in.handle(), netdev.index(), frames);
        } catch (NetlinkException e) {
            // Without a link nobody hears it; arp_notify and ndisc_notify tell them when it comes.
            if (!e.is(Errno.ENETDOWN) && !e.is(Errno.ENOBUFS)) {
                throw new KernelException(e);
            }
        }
    }

    private static void awaitCarrier(Namespace in, int index) throws KernelException {
        long until = System.nanoTime() + CARRIER_PATIENCE.toNanos();
        while (System.nanoTime() < until && !Refusals.told(() -> hasCarrier(in, index))) {
            LockSupport.parkNanos(CARRIER_POLL.toNanos());
        }
    }

    private static boolean hasCarrier(Namespace in, int index) throws NetlinkException {
        return in.socket().links().stream()
                .anyMatch(link -> link.index() == index
                        && link.flags().up()
                        && link.flags().lowerUp());
    }

    @Override
    public LinkEvents watchHostLinks() throws KernelException {
        return Refusals.told(() -> namespaces.subscribe(host.handle()));
    }

    @Override
    public Map<PciAddress, LinkCounters> counters(Map<PciAddress, NetworkNamespace> where) throws KernelException {
        return living.counters(where, this::ownerOf);
    }

    @Override
    public DeviceEvents watchDevices() throws KernelException {
        return Refusals.told(() -> namespaces.subscribeDevices(host.handle()));
    }

    @Override
    public void close() {
        host.close();
    }
}
