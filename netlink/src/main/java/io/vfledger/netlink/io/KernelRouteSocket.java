package io.vfledger.netlink.io;

import io.vfledger.netlink.route.Address;
import io.vfledger.netlink.route.AddressRequests;
import io.vfledger.netlink.route.Link;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.netlink.route.LinkRequests;
import io.vfledger.netlink.route.NamespaceId;
import io.vfledger.netlink.route.NewLink;
import io.vfledger.netlink.route.Route;
import io.vfledger.netlink.route.RouteOptions;
import io.vfledger.netlink.route.RouteRequests;
import io.vfledger.netlink.route.SetVf;
import io.vfledger.netlink.wire.Errno;
import io.vfledger.netlink.wire.MalformedMessageException;
import io.vfledger.netlink.wire.Octets;
import io.vfledger.netlink.wire.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The {@link RouteSocket} over a transport that reaches the kernel. */
public final class KernelRouteSocket implements RouteSocket {
    private final NetlinkTransport transport;
    private final Exchange exchange;

    /**
     * Takes over the transport and closes it with itself.
     *
     * @param timeout longest wait for the answer to one request
     */
    public KernelRouteSocket(NetlinkTransport transport, Duration timeout) {
        this.transport = transport;
        this.exchange = new Exchange(transport, timeout);
    }

    @Override
    public List<Link> links() throws NetlinkException {
        return read(LinkRequests.dump(), Link::decode);
    }

    @Override
    public Optional<Link> link(int index) throws NetlinkException {
        return find(LinkRequests.get(index));
    }

    @Override
    public Optional<Link> link(String name) throws NetlinkException {
        return find(LinkRequests.get(name));
    }

    @Override
    public Optional<Link> linkWithVfs(int index) throws NetlinkException {
        return find(LinkRequests.getWithVfs(index));
    }

    @Override
    public List<Link> linksWithCounters() throws NetlinkException {
        return read(LinkRequests.dumpWithCounters(), Link::decode);
    }

    @Override
    public Optional<Link> linkWithVfCounters(String name) throws NetlinkException {
        return find(LinkRequests.getWithVfCounters(name));
    }

    @Override
    public void setVf(int pfIndex, SetVf setting) throws NetlinkException {
        exchange.run(SetVf.request(pfIndex, setting));
    }

    @Override
    public void change(int index, List<LinkChange> changes) throws NetlinkException {
        exchange.run(LinkRequests.change(index, changes));
    }

    @Override
    public void addAltName(int index, String altName) throws NetlinkException {
        exchange.run(LinkRequests.addAltName(index, altName));
    }

    @Override
    public void deleteAltName(int index, String altName) throws NetlinkException {
        exchange.run(LinkRequests.deleteAltName(index, altName));
    }

    @Override
    public void create(NewLink link) throws NetlinkException {
        exchange.run(LinkRequests.create(link));
    }

    @Override
    public void delete(int index) throws NetlinkException {
        exchange.run(LinkRequests.delete(index));
    }

    @Override
    public List<Address> addresses(int index) throws NetlinkException {
        return read(AddressRequests.dump(index), Address::decode).stream()
                .filter(address -> address.interfaceIndex() == index)
                .toList();
    }

    @Override
    public void add(Address address) throws NetlinkException {
        exchange.run(AddressRequests.add(address));
    }

    @Override
    public void delete(Address address) throws NetlinkException {
        exchange.run(AddressRequests.delete(address));
    }

    @Override
    public List<Route> routes(int index) throws NetlinkException {
        List<Route> routes = new ArrayList<>(read(RouteRequests.dump(true), Route::decode));
        routes.addAll(read(RouteRequests.dump(false), Route::decode));
        return routes.stream()
                .filter(route ->
                        route.interfaceIndex() == index && route.options().table() != RouteOptions.LOCAL)
                .toList();
    }

    @Override
    public void add(Route route) throws NetlinkException {
        exchange.run(RouteRequests.add(route));
    }

    @Override
    public void delete(Route route) throws NetlinkException {
        exchange.run(RouteRequests.delete(route));
    }

    @Override
    public Optional<NamespaceId> namespaceId(int descriptor) throws NetlinkException {
        return read(NamespaceId.get(descriptor), NamespaceId::decode).stream()
                .findFirst()
                .flatMap(Function.identity());
    }

    @Override
    public void close() {
        transport.close();
    }

    private Optional<Link> find(Request request) throws NetlinkException {
        try {
            return read(request, Link::decode).stream().findFirst();
        } catch (NetlinkException e) {
            if (e.is(Errno.ENODEV)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private <T> List<T> read(Request request, Function<Octets, T> decoder) throws NetlinkException {
        List<Octets> payloads = exchange.run(request);
        try {
            return payloads.stream().map(decoder).toList();
        } catch (MalformedMessageException | IllegalArgumentException e) {
            throw new NetlinkException(request.operation(), e);
        }
    }
}
