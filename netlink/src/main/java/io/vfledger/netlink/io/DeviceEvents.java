package io.vfledger.netlink.io;

import io.vfledger.netlink.uevent.DeviceEvent;
import io.vfledger.netlink.uevent.Uevent;
import io.vfledger.netlink.wire.Errno;
import io.vfledger.netlink.wire.MalformedMessageException;
import io.vfledger.netlink.wire.Octets;
import java.time.Duration;
import java.util.Optional;

/** A subscription to the kernel's device events. For one reader thread; the kernel's buffer is the queue. */
public final class DeviceEvents implements AutoCloseable {
    private final NetlinkTransport transport;

    /** Takes over a transport that is a member of group 1 of NETLINK_KOBJECT_UEVENT. */
    public DeviceEvents(NetlinkTransport transport) {
        this.transport = transport;
    }

    /** The next event, or empty when none came within {@code timeout}. */
    public Optional<DeviceEvent> next(Duration timeout) throws NetlinkException {
        Optional<Octets> datagram;
        try {
            datagram = transport.receive(timeout);
        } catch (NetlinkException e) {
            if (e.is(Errno.ENOBUFS)) {
                return Optional.of(new DeviceEvent.Overrun());
            }
            throw e;
        }
        try {
            return datagram.map(Uevent::decode).map(DeviceEvent.Told::new);
        } catch (MalformedMessageException e) {
            throw new NetlinkException("read a device event", e);
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}
