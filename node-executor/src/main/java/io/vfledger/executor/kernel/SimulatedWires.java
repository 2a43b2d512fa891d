package io.vfledger.executor.kernel;

import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.io.RouteSocket;
import io.vfledger.netlink.route.Link;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.netlink.route.NewLink;
import io.vfledger.netlink.wire.Errno;
import io.vfledger.vf.LinkStatePolicy;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfAttributes;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The cables of the simulated NICs: a veth pair per PF and per VF, whose host end is a port of its VLAN's bridge, so that VFs of a PF
 * reach each other exactly when they are on one VLAN, and the PF when they are on none.
 */
final class SimulatedWires {
    private static final Pattern MARK =
            Pattern.compile("^" + SimulatedSysfs.DRIVER + " ([0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\\.[0-7]) ?");

    private final RouteSocket socket;

    SimulatedWires(RouteSocket socket) {
        this.socket = socket;
    }

    /** The mark by which a function's interface is known in every namespace, as a real one is by its bus address. */
    static String mark(PciAddress vf) {
        return SimulatedSysfs.DRIVER + " " + vf;
    }

    static Optional<PciAddress> marked(Link link) {
        return MARK.matcher(link.alias().orElse(""))
                .results()
                .map(mark -> new PciAddress(mark.group(1)))
                .findFirst();
    }

    /** What its owner wrote behind the mark. */
    static String withoutMark(Link link) {
        return MARK.matcher(link.alias().orElse("")).replaceFirst("");
    }

    /** Makes the PF's pair if its other end is missing, up as a PF is that the host has; see {@link #makeVf}. */
    void makePf(SimulatedNic nic) throws NetlinkException {
        if (socket.link(nic.hostEnd()).isEmpty()) {
            int bridge = makeBridge(nic.bridge(0));
            socket.create(new NewLink.VethPair(nic.hostEnd(), nic.netdev()));
            socket.change(index(nic.netdev()), new LinkChange.SetAlias(mark(nic.pci())));
            socket.change(index(nic.hostEnd()), new LinkChange.SetMaster(bridge));
            socket.change(index(nic.hostEnd()), new LinkChange.SetUp(true));
            socket.change(index(nic.netdev()), new LinkChange.SetUp(true));
        }
    }

    /**
     * Makes the pair if its host end is missing: a real VF returns when the pod's namespace dies, a veth dies with it, so
     * that a new one stands in for it.
     */
    void makeVf(SimulatedNic.Vf vf, VfAttributes attributes) throws NetlinkException {
        if (socket.link(vf.hostEnd()).isEmpty()) {
            socket.create(new NewLink.VethPair(vf.hostEnd(), vf.netdev()));
            PciAddress pci = vf.nic().pci(vf.index());
            socket.change(index(vf.netdev()), new LinkChange.SetAlias(mark(pci)));
            connect(vf, attributes);
            tellByPf(vf.nic());
        }
    }

    /** A real VF is told of as a device; the marking of this one, which is down, is told by nobody. */
    private void tellByPf(SimulatedNic nic) throws NetlinkException {
        Optional<Link> pf = socket.link(nic.netdev());
        if (pf.isPresent()) {
            socket.change(
                    pf.get().index(), new LinkChange.SetAlias(pf.get().alias().orElse(mark(nic.pci()))));
        }
    }

    /** Puts the host end where the VF's VLAN and link state want it. */
    void connect(SimulatedNic.Vf vf, VfAttributes attributes) throws NetlinkException {
        int vlan = attributes.vlan().map(tag -> tag.id()).orElse(0);
        Link end = socket.link(vf.hostEnd()).orElseThrow();
        int bridge = makeBridge(vf.nic().bridge(vlan));
        if (end.masterIndex().orElse(0) != bridge) {
            socket.change(end.index(), new LinkChange.SetMaster(bridge));
        }
        boolean up = attributes.linkState().orElse(LinkStatePolicy.AUTO) != LinkStatePolicy.DISABLE;
        socket.change(end.index(), new LinkChange.SetUp(up));
        removeEmptyBridges(vf.nic());
    }

    void removeVf(SimulatedNic.Vf vf) throws NetlinkException {
        delete(vf.hostEnd());
        removeEmptyBridges(vf.nic());
    }

    void removePf(SimulatedNic nic) throws NetlinkException {
        delete(nic.hostEnd());
        delete(nic.bridge(0));
    }

    private int makeBridge(String name) throws NetlinkException {
        Optional<Link> bridge = socket.link(name);
        if (bridge.isPresent()) {
            return bridge.get().index();
        }
        socket.create(new NewLink.Bridge(name));
        int index = index(name);
        socket.change(index, new LinkChange.SetUp(true));
        return index;
    }

    private void removeEmptyBridges(SimulatedNic nic) throws NetlinkException {
        List<Link> links = socket.links();
        for (Link bridge : links) {
            boolean tagged = bridge.name().startsWith(nic.netdev() + ".");
            boolean empty = links.stream().noneMatch(port -> port.masterIndex().orElse(0) == bridge.index());
            if (tagged && empty) {
                delete(bridge);
            }
        }
    }

    private void delete(String name) throws NetlinkException {
        Optional<Link> link = socket.link(name);
        if (link.isPresent()) {
            delete(link.get());
        }
    }

    /** A pair whose other end was in a namespace that has just died goes by itself, at any moment. */
    private void delete(Link link) throws NetlinkException {
        try {
            socket.delete(link.index());
        } catch (NetlinkException e) {
            if (!e.is(Errno.ENODEV)) {
                throw e;
            }
        }
    }

    private int index(String name) throws NetlinkException {
        return socket.link(name).orElseThrow().index();
    }
}
