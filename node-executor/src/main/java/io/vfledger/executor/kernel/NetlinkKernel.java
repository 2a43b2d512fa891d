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
import io.vfledger.netlink.jna.Ethtool;
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
import io.vfledger.netlink.wire.ChannelCounts;
import io.vfledger.netlink.wire.Errno;
import io.vfledger.netlink.wire.Features;
import io.vfledger.netlink.wire.Octets;
import io.vfledger.netlink.wire.RingSizes;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.NetworkNamespace;
import io.vfledger.vf.PciAddress;
import java.io.IOException;
import java.math.BigInteger;
import java.net.Inet6Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final NamespaceScan scan;

    NetlinkKernel(Namespaces namespaces, NamespaceHandle host) throws KernelException {
        this.namespaces = namespaces;
        this.scan = NamespaceScan.ofThisNode();
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
        return Refusals.told(() -> Namespace.enter(namespaces, NamespaceHandle.open(path)));
    }

    @Override
    public Namespace open(int descriptor) throws KernelException {
        // Never closed: the descriptor is the caller's.
        return Refusals.told(() ->
                Namespace.enter(namespaces, NamespaceHandle.adopt(descriptor).duplicate()));
    }

    @Override
    public Optional<Namespace> find(NetworkNamespace identity) throws KernelException {
        NamespaceIdentity wanted = new NamespaceIdentity(identity.device(), identity.inode());
        Optional<Path> path = Optional.ofNullable(scan.all().get(wanted));
        return path.isEmpty() ? Optional.empty() : enter(wanted, path.get());
    }

    @Override
    public boolean isAlive(NetworkNamespace identity) throws KernelException {
        return scan.all().containsKey(new NamespaceIdentity(identity.device(), identity.inode()));
    }

    @Override
    public Optional<Namespace> holderOf(PciAddress vf) throws KernelException {
        for (Map.Entry<NamespaceIdentity, Path> found : scan.all().entrySet()) {
            if (host.is(found.getKey())) {
                continue;
            }
            Optional<Namespace> namespace = enter(found.getKey(), found.getValue());
            if (namespace.isPresent()) {
                if (netdev(vf, namespace.get()).isPresent()) {
                    return namespace;
                }
                namespace.get().close();
            }
        }
        return Optional.empty();
    }

    /** Empty when the namespace went, or the path leads to another one by now. */
    private Optional<Namespace> enter(NamespaceIdentity wanted, Path path) {
        try {
            Namespace namespace = open(path);
            if (namespace.is(wanted)) {
                return Optional.of(namespace);
            }
            namespace.close();
        } catch (KernelException e) {
            return Optional.empty();
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
            return Optional.of(netdev(in, link).with(offloads(in, link.name())));
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
                scan.all().entrySet().iterator();
        while (candidates.hasNext() && found.size() < vfs.size()) {
            Map.Entry<NamespaceIdentity, Path> candidate = candidates.next();
            Optional<Namespace> entered =
                    host.is(candidate.getKey()) ? Optional.empty() : enter(candidate.getKey(), candidate.getValue());
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
        return Refusals.told(() -> {
            // Its name may be one that is shown otherwise, or have changed.
            Optional<Link> link = in.socket().link(netdev.index());
            if (link.isEmpty()) {
                return Offloads.UNKNOWN;
            }
            return offloads(in, link.get().name());
        });
    }

    private Offloads offloads(Namespace in, String name) throws NetlinkException {
        return inside(
                in,
                () -> new Offloads(
                        Ethtool.features(name).map(Features::active), Ethtool.rings(name), Ethtool.channels(name)));
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
                case NetdevSetting.Features(BigInteger active) ->
                    ethtool(in, index, name -> Ethtool.setFeatures(name, active));
                case NetdevSetting.Rings(RingSizes sizes) -> ethtool(in, index, name -> Ethtool.setRings(name, sizes));
                case NetdevSetting.Channels(ChannelCounts counts) ->
                    ethtool(in, index, name -> Ethtool.setChannels(name, counts));
            }
        });
    }

    /** One thing to tell a driver about the interface of a name. */
    private interface Telling {
        void tell(String name) throws NetlinkException;
    }

    private void ethtool(Namespace in, int index, Telling telling) throws NetlinkException {
        String name = in.socket()
                .link(index)
                .orElseThrow(() -> new NetlinkException("find interface " + index, Errno.ENODEV))
                .name();
        inside(in, () -> {
            telling.tell(name);
            return true;
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
            enableIpv6(in, netdev.name());
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
        Refusals.doneUnless(
                Errno.EEXIST, () -> in.socket().add(new Route(route.destination(), route.gateway(), index)));
    }

    @Override
    public void removeRoute(Namespace in, int index, PodRoute route) throws KernelException {
        Refusals.doneUnless(
                Errno.ESRCH, () -> in.socket().delete(new Route(route.destination(), route.gateway(), index)));
    }

    @Override
    public void notifyWhenUp(Namespace in, InterfaceName name) throws KernelException {
        writeSysctl(in, Path.of("/proc/sys/net/ipv4/conf", name.value(), "arp_notify"), "1");
        writeSysctl(in, Path.of("/proc/sys/net/ipv6/conf", name.value(), "ndisc_notify"), "1");
    }

    private void enableIpv6(Namespace in, InterfaceName name) throws KernelException {
        Path conf = Path.of("/proc/sys/net/ipv6/conf", name.value());
        writeSysctl(in, conf.resolve("disable_ipv6"), "0");
        writeSysctl(in, conf.resolve("keep_addr_on_down"), "1");
        writeSysctl(in, conf.resolve("optimistic_dad"), "1");
    }

    @Override
    public void setSysctl(Namespace in, InterfaceName name, Sysctl sysctl) throws KernelException {
        Path file = Path.of("/proc/sys", sysctl.table(), name.value(), sysctl.key());
        if (!writeSysctl(in, file, sysctl.value())) {
            throw new KernelException("this kernel has no parameter " + file);
        }
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

    /** A setting that this kernel does not have is left alone; tells whether it has it. */
    private boolean writeSysctl(Namespace in, Path file, String value) throws KernelException {
        AtomicBoolean found = new AtomicBoolean();
        Optional<IOException> failure = Refusals.told(() -> namespaces.inside(in.handle(), () -> {
            try {
                found.set(Files.exists(file));
                if (found.get()) {
                    Files.writeString(file, value);
                }
                return Optional.<IOException>empty();
            } catch (IOException e) {
                return Optional.of(e);
            }
        }));
        if (failure.isPresent()) {
            throw new KernelException("write " + value + " to " + file, failure.get());
        }
        return found.get();
    }

    @Override
    public LinkEvents watchHostLinks() throws KernelException {
        return Refusals.told(() -> namespaces.subscribe(host.handle()));
    }

    @Override
    public Map<PciAddress, LinkCounters> counters(Map<PciAddress, NetworkNamespace> where) throws KernelException {
        Map<NamespaceIdentity, Path> living = where.isEmpty() ? Map.of() : scan.all();
        Map<PciAddress, LinkCounters> found = new HashMap<>();
        for (NetworkNamespace seen : Set.copyOf(where.values())) {
            NamespaceIdentity wanted = new NamespaceIdentity(seen.device(), seen.inode());
            Optional<Namespace> entered =
                    Optional.ofNullable(living.get(wanted)).flatMap(path -> enter(wanted, path));
            if (entered.isPresent()) {
                // Closed at once: an open socket would keep a deleted namespace alive, and the VF in it.
                try (Namespace namespace = entered.get()) {
                    found.putAll(counters(namespace));
                }
            }
        }
        found.keySet().retainAll(where.keySet());
        return found;
    }

    private Map<PciAddress, LinkCounters> counters(Namespace in) throws KernelException {
        Map<PciAddress, LinkCounters> found = new HashMap<>();
        for (Link link : Refusals.told(() -> in.socket().linksWithCounters())) {
            Optional<LinkCounters> counters = LinkCounters.of(link);
            if (counters.isPresent()) {
                ownerOf(link).ifPresent(owner -> found.put(owner, counters.get()));
            }
        }
        return found;
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
