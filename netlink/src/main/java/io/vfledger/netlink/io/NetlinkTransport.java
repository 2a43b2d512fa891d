package io.vfledger.netlink.io;

import io.vfledger.netlink.wire.Octets;
import java.time.Duration;
import java.util.Optional;

/** A way to exchange datagrams with the kernel: a netlink socket, or a script in a test. */
public interface NetlinkTransport extends AutoCloseable {
    /** Sends one datagram. */
    void send(Octets datagram) throws NetlinkException;

    /**
     * The next datagram from the kernel, whole.
     *
     * @return empty when none came within {@code timeout}
     * @throws NetlinkException with ENOBUFS when the kernel had to drop some; the socket stays usable
     */
    Optional<Octets> receive(Duration timeout) throws NetlinkException;

    @Override
    void close();
}
