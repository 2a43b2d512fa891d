package io.vfledger.netlink.jna;

import io.vfledger.netlink.io.DeviceEvents;
import io.vfledger.netlink.io.DevlinkSocket;
import io.vfledger.netlink.io.KernelRouteSocket;
import io.vfledger.netlink.io.LinkEvents;
import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.io.NetlinkTransport;
import io.vfledger.netlink.io.RouteSocket;
import io.vfledger.netlink.wire.Octets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Work inside network namespaces. A thread of its own enters them, one at a time, and goes back: setns changes the
 * calling thread, so no thread that belongs to somebody else may do it.
 */
public final class Namespaces implements AutoCloseable {
    private static final Path OF_THIS_THREAD = Path.of("/proc/thread-self/ns/net");

    private final Duration timeout;
    private final NamespaceHandle home;
    private final ExecutorService visitor;
    private volatile boolean stranded;

    /**
     * Remembers the calling thread's namespace as home.
     *
     * @param timeout longest wait for the answer to one netlink request
     */
    public Namespaces(Duration timeout) throws NetlinkException {
        this.timeout = timeout;
        this.home = NamespaceHandle.open(OF_THIS_THREAD);
        this.visitor = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("vfl-namespaces").factory());
    }

    /** A request socket in the home namespace. */
    public RouteSocket openHome() throws NetlinkException {
        return new KernelRouteSocket(NetlinkSocket.forRequests(), timeout);
    }

    /** A request socket that serves {@code namespace}, whatever thread uses it, also after the handle is closed. */
    public RouteSocket open(NamespaceHandle namespace) throws NetlinkException {
        NetlinkTransport transport = inside(namespace, NetlinkSocket::forRequests);
        return new KernelRouteSocket(transport, timeout);
    }

    /** Requests to devlink, about devices of the home namespace. */
    public DevlinkSocket openHomeDevlink() throws NetlinkException {
        return new DevlinkSocket(inside(home, NetlinkSocket::forGenericRequests), timeout);
    }

    /** The home namespace's link events, from now on. */
    public LinkEvents subscribeHome() throws NetlinkException {
        return new LinkEvents(NetlinkSocket.forLinkEvents());
    }

    /** A namespace's link events, from now on. */
    public LinkEvents subscribe(NamespaceHandle namespace) throws NetlinkException {
        NetlinkTransport transport = inside(namespace, NetlinkSocket::forLinkEvents);
        return new LinkEvents(transport);
    }

    /** Device events as a namespace hears them: those of PCI devices everywhere, those of interfaces in their own. */
    public DeviceEvents subscribeDevices(NamespaceHandle namespace) throws NetlinkException {
        NetlinkTransport transport = inside(namespace, NetlinkSocket::forDeviceEvents);
        return new DeviceEvents(transport);
    }

    /** Sends whole Ethernet frames on a link of a namespace. */
    public void send(NamespaceHandle namespace, int linkIndex, List<Octets> frames) throws NetlinkException {
        try (PacketSocket socket = inside(namespace, PacketSocket::open)) {
            for (Octets frame : frames) {
                socket.send(linkIndex, frame);
            }
        }
    }

    /** A new namespace without a name: it lives as long as its handle, whatever becomes of this process. */
    public NamespaceHandle make() throws NetlinkException {
        return inside(home, () -> {
            if (LibC.unshare(LibC.CLONE_NEWNET) < 0) {
                throw LibC.failure("make a network namespace");
            }
            return NamespaceHandle.open(OF_THIS_THREAD);
        });
    }

    /** The home namespace, for moving links back. */
    public NamespaceHandle home() {
        return home;
    }

    /**
     * Runs short work inside a namespace, such as writing below /proc/sys/net; other visitors wait meanwhile.
     *
     * @throws NetlinkException when the namespace cannot be entered; the work's own exceptions come as they are when
     *     they are unchecked or NetlinkException, else as the cause of an IllegalStateException
     */
    public <T> T inside(NamespaceHandle namespace, Callable<T> work) throws NetlinkException {
        Future<T> visit = visitor.submit(() -> visit(namespace, work));
        try {
            return await(visit);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case NetlinkException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException("work in namespace " + namespace, e.getCause());
            }
        }
    }

    /** Waits through interrupts: a visit is short, and leaving it alone would lose the socket that it opens. */
    private static <T> T await(Future<T> visit) throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return visit.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T visit(NamespaceHandle namespace, Callable<T> work) throws Exception {
        if (stranded) {
            throw new IllegalStateException("the namespace thread could not return home and must not be used again");
        }
        if (LibC.setns(namespace.descriptor(), LibC.CLONE_NEWNET) < 0) {
            throw LibC.failure("enter namespace " + namespace);
        }
        try {
            return work.call();
        } finally {
            stranded = LibC.setns(home.descriptor(), LibC.CLONE_NEWNET) < 0;
        }
    }

    @Override
    public void close() {
        visitor.close();
        home.close();
    }
}
