package io.vfledger.cni.server.jna;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A listening unix stream socket of mode 0600. */
public final class UnixListener implements AutoCloseable {
    private final int fd;
    private final Path path;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    private UnixListener(int fd, Path path) {
        this.fd = fd;
        this.path = path;
    }

    /** The user that this process acts as. */
    public static int ownUid() {
        return LibC.geteuid();
    }

    /**
     * Binds and listens. A socket that nobody serves any more is replaced.
     *
     * @param backlog connections that may wait for {@link #accept}
     * @throws IOException where another process serves the path, or the path is no socket
     */
    public static UnixListener bind(Path path, int backlog) throws IOException {
        removeStale(path);
        int fd = newSocket();
        try (Memory address = UnixAddress.of(path)) {
            LibC.bind(fd, address, UnixAddress.SIZE);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            LibC.listen(fd, backlog);
            return new UnixListener(fd, path);
        } catch (LastErrorException e) {
            LibC.close(fd);
            throw new UnixSocketException("listen on " + path, e);
        }
    }

    private static int newSocket() throws IOException {
        try {
            return LibC.socket(LibC.AF_UNIX, LibC.SOCK_STREAM | LibC.SOCK_CLOEXEC, 0);
        } catch (LastErrorException e) {
            throw new UnixSocketException("make a unix socket", e);
        }
    }

    private static void removeStale(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        int fd = newSocket();
        try (Memory address = UnixAddress.of(path)) {
            LibC.connect(fd, address, UnixAddress.SIZE);
            throw new IOException(path + " is served by another process; stop it first");
        } catch (LastErrorException e) {
            if (e.getErrorCode() != LibC.ECONNREFUSED || !isSocket(path)) {
                throw new UnixSocketException(path + " is in the way; probing it", e);
            }
        } finally {
            LibC.close(fd);
        }
        Files.delete(path);
    }

    /** connect() refuses for a plain file too: never delete one. */
    private static boolean isSocket(Path path) throws IOException {
        int fileType = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 0170000;
        return fileType == 0140000;
    }

    /** The next connection; empty once {@link #stop} was called. */
    public Optional<UnixConnection> accept() throws IOException {
        while (!stopped.get()) {
            try {
                return Optional.of(new UnixConnection(
                        LibC.accept4(fd, Pointer.NULL, Pointer.NULL, LibC.SOCK_CLOEXEC | LibC.SOCK_NONBLOCK)));
            } catch (LastErrorException e) {
                boolean again = e.getErrorCode() == LibC.EINTR || e.getErrorCode() == LibC.ECONNABORTED;
                if (!again && !stopped.get()) {
                    throw new UnixSocketException("accept on " + path, e);
                }
            }
        }
        return Optional.empty();
    }

    /** Ends a waiting {@link #accept}: on Linux, shutting a listening unix socket down wakes it. */
    public void stop() {
        if (stopped.compareAndSet(false, true)) {
            LibC.shutdown(fd, LibC.SHUT_RDWR);
        }
    }

    @Override
    public void close() throws IOException {
        stop();
        if (closed.compareAndSet(false, true)) {
            Files.deleteIfExists(path);
            LibC.close(fd);
        }
    }
}
