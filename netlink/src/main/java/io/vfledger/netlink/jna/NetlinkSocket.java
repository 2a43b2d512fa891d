package io.vfledger.netlink.jna;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.io.NetlinkTransport;
import io.vfledger.netlink.wire.Errno;
import io.vfledger.netlink.wire.Octets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A netlink socket of the namespace that the opening thread was in; it serves that one for ever. */
final class NetlinkSocket implements NetlinkTransport {
    /** {@code sizeof(struct sockaddr_nl)} (linux/netlink.h): family, padding, port, groups. */
    private static final int ADDRESS_LENGTH = 12;

    private static final int POLLFD_LENGTH = 8;
    /** No answer is longer: 256 VFs with every attribute take about 60 KiB. */
    private static final int LARGEST_DATAGRAM = 4 << 20;

    private static final int RECEIVE_BUFFER = 4 << 20;

    private final int descriptor;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private NetlinkSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    /** A socket for requests, with extended acknowledgements and strict checking of dump filters. */
    static NetlinkSocket forRequests() throws NetlinkException {
        NetlinkSocket socket = forRequests(LibC.NETLINK_ROUTE);
        try {
            socket.option(LibC.NETLINK_GET_STRICT_CHK, 1);
            return socket;
        } catch (NetlinkException e) {
            socket.close();
            throw e;
        }
    }

    /** A socket for requests to generic netlink families, with extended acknowledgements. */
    static NetlinkSocket forGenericRequests() throws NetlinkException {
        return forRequests(LibC.NETLINK_GENERIC);
    }

    private static NetlinkSocket forRequests(int protocol) throws NetlinkException {
        NetlinkSocket socket = open(protocol);
        try {
            socket.option(LibC.NETLINK_EXT_ACK, 1);
            return socket;
        } catch (NetlinkException e) {
            socket.close();
            throw e;
        }
    }

    /** A member of RTNLGRP_LINK. */
    static NetlinkSocket forLinkEvents() throws NetlinkException {
        return forEvents(LibC.NETLINK_ROUTE, LibC.RTNLGRP_LINK);
    }

    /** A member of the kernel's own group of device events; what udev passes on goes to another. */
    static NetlinkSocket forDeviceEvents() throws NetlinkException {
        return forEvents(LibC.NETLINK_KOBJECT_UEVENT, LibC.UEVENT_GROUP_KERNEL);
    }

    private static NetlinkSocket forEvents(int protocol, int group) throws NetlinkException {
        NetlinkSocket socket = open(protocol);
        try {
            socket.enlargeBuffer();
            socket.option(LibC.NETLINK_ADD_MEMBERSHIP, group);
            return socket;
        } catch (NetlinkException e) {
            socket.close();
            throw e;
        }
    }

    private static NetlinkSocket open(int protocol) throws NetlinkException {
        int descriptor = LibC.socket(LibC.AF_NETLINK, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, protocol);
        if (descriptor < 0) {
            throw LibC.failure("open a netlink socket");
        }
        NetlinkSocket socket = new NetlinkSocket(descriptor);
        if (LibC.bind(descriptor, kernelAddress(), ADDRESS_LENGTH) < 0) {
            NetlinkException failure = LibC.failure("bind a netlink socket");
            socket.close();
            throw failure;
        }
        return socket;
    }

    @Override
    public void send(Octets datagram) throws NetlinkException {
        byte[] bytes = datagram.toArray();
        while (LibC.sendto(descriptor, bytes, bytes.length, 0, kernelAddress(), ADDRESS_LENGTH) < 0) {
            throwUnlessInterrupted("send a netlink request");
        }
    }

    @Override
    public Optional<Octets> receive(Duration timeout) throws NetlinkException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            if (!readable(Math.max(0, deadline - System.nanoTime()))) {
                return Optional.empty();
            }
            long size = read(new byte[1], LibC.MSG_PEEK | LibC.MSG_TRUNC, new byte[ADDRESS_LENGTH]);
            if (size > LARGEST_DATAGRAM) {
                read(new byte[1], LibC.MSG_TRUNC, new byte[ADDRESS_LENGTH]);
                throw new NetlinkException(
                        "read a netlink answer of " + size + " bytes, allowed is " + LARGEST_DATAGRAM, Errno.EMSGSIZE);
            }
            byte[] buffer = new byte[(int) size];
            byte[] sender = new byte[ADDRESS_LENGTH];
            int length = (int) read(buffer, 0, sender);
            // Any process may write to a netlink port; only the kernel's is 0.
            if (portOf(sender) == 0) {
                return Optional.of(Octets.first(buffer, length));
            }
        }
    }

    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            LibC.close(descriptor);
        }
    }

    private boolean readable(long nanos) throws NetlinkException {
        try (Memory pollfd = new Memory(POLLFD_LENGTH)) {
            pollfd.setInt(0, descriptor);
            pollfd.setShort(4, LibC.POLLIN);
            pollfd.setShort(6, (short) 0);
            int millis = (int) Math.min(Integer.MAX_VALUE, (nanos + 999_999) / 1_000_000);
            int ready = LibC.poll(pollfd, 1, millis);
            if (ready < 0) {
                throwUnlessInterrupted("wait for a netlink answer");
            }
            return ready > 0;
        }
    }

    private long read(byte[] buffer, int flags, byte[] sender) throws NetlinkException {
        while (true) {
            IntByReference senderLength = new IntByReference(ADDRESS_LENGTH);
            long size = LibC.recvfrom(descriptor, buffer, buffer.length, flags, sender, senderLength);
            if (size >= 0) {
                return size;
            }
            throwUnlessInterrupted("read a netlink answer");
        }
    }

    private void option(int name, int value) throws NetlinkException {
        if (LibC.setsockopt(descriptor, LibC.SOL_NETLINK, name, new IntByReference(value), Integer.BYTES) < 0) {
            throw LibC.failure("set netlink socket option " + name);
        }
    }

    private void enlargeBuffer() throws NetlinkException {
        IntByReference size = new IntByReference(RECEIVE_BUFFER);
        // FORCE goes beyond net.core.rmem_max but needs CAP_NET_ADMIN over the initial namespace.
        if (LibC.setsockopt(descriptor, LibC.SOL_SOCKET, LibC.SO_RCVBUFFORCE, size, Integer.BYTES) < 0
                && LibC.setsockopt(descriptor, LibC.SOL_SOCKET, LibC.SO_RCVBUF, size, Integer.BYTES) < 0) {
            throw LibC.failure("enlarge the netlink receive buffer");
        }
    }

    private static void throwUnlessInterrupted(String operation) throws NetlinkException {
        NetlinkException failure = LibC.failure(operation);
        if (!failure.is(Errno.EINTR)) {
            throw failure;
        }
    }

    private static byte[] kernelAddress() {
        ByteBuffer address = ByteBuffer.allocate(ADDRESS_LENGTH).order(ByteOrder.nativeOrder());
        return address.putShort((short) LibC.AF_NETLINK).array();
    }

    private static int portOf(byte[] sender) {
        return ByteBuffer.wrap(sender).order(ByteOrder.nativeOrder()).getInt(4);
    }
}
