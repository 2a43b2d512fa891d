package io.vfledger.netlink.io;

import io.vfledger.netlink.route.LinkEvent;
import io.vfledger.netlink.wire.Errno;
import io.vfledger.netlink.wire.MalformedMessageException;
import io.vfledger.netlink.wire.NetlinkMessage;
import io.vfledger.netlink.wire.Octets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** A subscription to a namespace's link events. For one reader thread; the kernel's buffer is the queue. */
public final class LinkEvents implements AutoCloseable {
    private final NetlinkTransport transport;
    private final Deque<LinkEvent> ready = new ArrayDeque<>();

    /** Takes over a transport that is a member of RTNLGRP_LINK. */
    public LinkEvents(NetlinkTransport transport) {
        this.transport = transport;
    }

    /** The next event, or empty when none came within {@code timeout}. */
    public Optional<LinkEvent> next(Duration timeout) throws NetlinkException {
        if (ready.isEmpty()) {
            read(timeout);
        }
        return Optional.ofNullable(ready.poll());
    }

    private void read(Duration timeout) throws NetlinkException {
        Optional<Octets> datagram;
        try {
            datagram = transport.receive(timeout);
        } catch (NetlinkException e) {
            if (e.is(Errno.ENOBUFS)) {
                ready.add(new LinkEvent.Overrun());
                return;
            }
            throw e;
        }
        if (datagram.isEmpty()) {
            return;
        }
        try {
            for (NetlinkMessage message : NetlinkMessage.decodeAll(datagram.get())) {
                LinkEvent.decode(message).ifPresent(ready::add);
            }
        } catch (MalformedMessageException | IllegalArgumentException e) {
            throw new NetlinkException("read a link event", e);
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}
