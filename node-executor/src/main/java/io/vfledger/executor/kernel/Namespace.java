package io.vfledger.executor.kernel;

import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.io.RouteSocket;
import io.vfledger.netlink.jna.NamespaceHandle;
import io.vfledger.netlink.jna.NamespaceIdentity;
import io.vfledger.netlink.jna.Namespaces;
import io.vfledger.vf.NetworkNamespace;

/** An open network namespace: its descriptor, which keeps it alive, and a netlink socket inside. Close it after use. */
public final class Namespace implements AutoCloseable {
    private final NamespaceHandle handle;
    private final RouteSocket socket;
    private final NamespaceIdentity identity;

    private Namespace(NamespaceHandle handle, RouteSocket socket, NamespaceIdentity identity) {
        this.handle = handle;
        this.socket = socket;
        this.identity = identity;
    }

    /** Takes the handle over, and closes it also when this fails. */
    static Namespace enter(Namespaces namespaces, NamespaceHandle handle) throws NetlinkException {
        try {
            return new Namespace(handle, namespaces.open(handle), handle.identity());
        } catch (NetlinkException e) {
            handle.close();
            throw e;
        }
    }

    /** What tells it from others while it lives; the path is for people. */
    public NetworkNamespace identity() {
        return new NetworkNamespace(handle.toString(), identity.device(), identity.inode());
    }

    boolean is(NamespaceIdentity other) {
        return identity.equals(other);
    }

    NamespaceHandle handle() {
        return handle;
    }

    RouteSocket socket() {
        return socket;
    }

    @Override
    public void close() {
        socket.close();
        handle.close();
    }

    @Override
    public String toString() {
        return handle.toString();
    }
}
