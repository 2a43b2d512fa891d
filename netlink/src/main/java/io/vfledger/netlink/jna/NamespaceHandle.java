package io.vfledger.netlink.jna;

import io.vfledger.netlink.io.NetlinkException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** An open descriptor of a network namespace, which keeps the namespace alive until it is closed. */
public final class NamespaceHandle implements AutoCloseable {
    private final int descriptor;
    private final String name;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private NamespaceHandle(int descriptor, String name) {
        this.descriptor = descriptor;
        this.name = name;
    }

    /** Opens a namespace by a path such as {@code /run/netns/blue} or {@code /proc/42/ns/net}. */
    public static NamespaceHandle open(Path path) throws NetlinkException {
        int descriptor = LibC.open(path.toString(), LibC.O_RDONLY | LibC.O_CLOEXEC, 0);
        if (descriptor < 0) {
            throw LibC.failure("open namespace " + path);
        }
        return new NamespaceHandle(descriptor, path.toString());
    }

    /** Takes over a descriptor that came from elsewhere, such as over a unix socket. */
    public static NamespaceHandle adopt(int descriptor) {
        return new NamespaceHandle(descriptor, "descriptor " + descriptor);
    }

    /** A second handle of the same namespace, with a life of its own. */
    public NamespaceHandle duplicate() throws NetlinkException {
        int copy = LibC.fcntl(descriptor, LibC.F_DUPFD_CLOEXEC, 0);
        if (copy < 0) {
            throw LibC.failure("duplicate the descriptor of namespace " + name);
        }
        return new NamespaceHandle(copy, name);
    }

    /** The number to pass to the kernel; valid until this handle is closed. */
    public int descriptor() {
        return descriptor;
    }

    /** Device and inode of the namespace's file: equal for two handles of one namespace while either is open. */
    public NamespaceIdentity identity() throws NetlinkException {
        return NamespaceIdentity.of(Path.of("/proc/self/fd/" + descriptor));
    }

    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            LibC.close(descriptor);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
